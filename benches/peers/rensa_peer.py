"""rensa (https://github.com/beowolx/rensa): streaming deduplication with R-MinHash and LSH, candidates verified.

readme: as its README has it: words between blanks, 128 permutations, threshold 0.8.
best:   normalised words, threshold 0.7 (16 bands, which rensa picks for it).
"""

import sys
import time

from rensa import RMinHashDeduplicator

import comments

SETTINGS = {
    "readme": (str.split, 0.8),
    "best": (comments.plain_words, 0.7),
}


def main():
    setting, source, target = comments.arguments()
    words, threshold = SETTINGS[setting]
    kept = RMinHashDeduplicator(threshold=threshold, num_perm=128, use_lsh=True)
    ids, clusters = [], comments.Clusters()
    seconds = 0
    for chunk in comments.chunks(comments.read(source)):
        pairs = []
        for id, body in chunk:
            tokens = words(body)
            # Without words there is nothing to compare.
            if tokens:
                pairs.append((str(len(ids)), tokens))
            ids.append(id)
        start = time.process_time()
        again = [pair for pair, is_new in zip(pairs, kept.add_pairs(pairs)) if not is_new]
        doubles = kept.get_duplicate_sets(tokens for _, tokens in again)
        seconds += time.process_time() - start
        for (number, _), found in zip(again, doubles):
            if found:
                clusters.join(int(number), min(map(int, found)))
    print(f"deduplicated in {seconds:.2f} CPU seconds", file=sys.stderr)
    comments.write(target, ids, clusters)


main()
