// The difference of two texts, word by word, after Myers (1986), “An O(ND) difference algorithm and its variations”.

// Texts that differ in more words are shown as different from the first to the last differing word.
const MOST_DIFFERENCES = 400;

function wordsOf(text) {
  return text.match(/[\p{L}\p{N}\p{M}]+|\s+|[^\p{L}\p{N}\p{M}\s]/gu) ?? [];
}

// The pieces of both texts: pairs of a text and whether only this side has it.
function difference(left, right) {
  const [one, other] = [wordsOf(left), wordsOf(right)];
  let start = 0;
  while (start < one.length && start < other.length && one[start] === other[start]) start++;
  let end = 0;
  while (
    end < Math.min(one.length, other.length) - start &&
    one[one.length - 1 - end] === other[other.length - 1 - end]
  )
    end++;
  const middle = kept(one.slice(start, one.length - end), other.slice(start, other.length - end));
  const side = (words, isKept) => {
    const flags = words.map((_, at) => at >= start && at < words.length - end && !isKept[at - start]);
    return pieces(words, flags);
  };
  return { left: side(one, middle.left), right: side(other, middle.right) };
}

// Joins neighbouring words that are alike.
function pieces(words, isOnly) {
  const joined = [];
  words.forEach((word, at) => {
    const last = joined.at(-1);
    if (last && last.isOnly === isOnly[at]) last.text += word;
    else joined.push({ text: word, isOnly: isOnly[at] });
  });
  return joined;
}

// Which words are in the longest common subsequence of two lists.
function kept(one, other) {
  const left = new Array(one.length).fill(false);
  const right = new Array(other.length).fill(false);
  const most = Math.min(one.length + other.length, MOST_DIFFERENCES);
  // The furthest place in the first text on every diagonal, from -most - 1 to most + 1.
  const furthest = new Int32Array(2 * most + 3).fill(-1);
  furthest[most + 2] = 0;
  const history = [];
  for (let differences = 0; differences <= most; differences++) {
    history.push(furthest.slice());
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      const at = most + 1 + diagonal;
      let x = goesDown(furthest, at, diagonal, differences) ? furthest[at + 1] : furthest[at - 1] + 1;
      while (x < one.length && x - diagonal < other.length && one[x] === other[x - diagonal]) x++;
      furthest[at] = x;
      if (x >= one.length && x - diagonal >= other.length) {
        markCommon(history, most, one, other, left, right);
        return { left, right };
      }
    }
  }
  return { left, right };
}

// Whether the best way to a diagonal takes a word of the second text.
function goesDown(furthest, at, diagonal, differences) {
  return diagonal === -differences || (diagonal !== differences && furthest[at - 1] < furthest[at + 1]);
}

// Walks back from the end and marks the words on diagonals.
function markCommon(history, most, one, other, left, right) {
  let [x, y] = [one.length, other.length];
  for (let differences = history.length - 1; differences >= 0; differences--) {
    const furthest = history[differences];
    const diagonal = x - y;
    const at = most + 1 + diagonal;
    const before = goesDown(furthest, at, diagonal, differences) ? diagonal + 1 : diagonal - 1;
    const startX = differences === 0 ? 0 : furthest[most + 1 + before];
    const startY = differences === 0 ? 0 : startX - before;
    while (x > startX && y > startY) {
      x--;
      y--;
      left[x] = true;
      right[y] = true;
    }
    [x, y] = [startX, startY];
  }
}

function markedText(parts, dir = "auto") {
  const text = make("p", { dir });
  for (const part of parts) {
    if (part.isOnly) text.append(addText(make("mark"), part.text));
    else addText(text, part.text);
  }
  return text;
}
