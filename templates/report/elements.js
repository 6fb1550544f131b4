// Making elements. Text of the dump only ever becomes text nodes, never markup.

const SVG = "http://www.w3.org/2000/svg";

// Makes an element. Properties that start with "on" are listeners, "class" and names with a hyphen are attributes, and
// children are elements or text.
function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class" || name.includes("-") || name === "role" || name === "for")
      element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== ""));
  return element;
}

function makeSvg(tag, attributes = {}, ...children) {
  const element = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.append(...children);
  return element;
}

// Characters that are invisible or change the direction of writing. Line breaks and tabs are none; the zero-width
// joiner stays where it joins emoji or letters of scripts that need it.
const INVISIBLE = new RegExp(
  "(?![\\n\\r\\t])[\\p{Cc}\\u00ad\\u061c\\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\ufeff" +
    "\\ufff9-\\ufffb\\u{e0000}-\\u{e007f}]|(?<=[A-Za-z0-9 ])\\u200d",
  "gu",
);

function codePoint(character) {
  return `U+${character.codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}`;
}

// Adds text of the dump to an element. Invisible characters are replaced by their code points.
function addText(element, text) {
  let end = 0;
  for (const match of text.matchAll(INVISIBLE)) {
    if (end < match.index) element.append(text.slice(end, match.index));
    element.append(make("span", { class: "invisible", title: "an invisible character" }, codePoint(match[0])));
    end = match.index + match[0].length;
  }
  if (end < text.length) element.append(text.slice(end));
  return element;
}

// The start of a long text.
function shortened(text, length) {
  if (text.length <= length) return text;
  const cutsPair = /[\ud800-\udbff]/.test(text[length - 1]);
  return `${text.slice(0, cutsPair ? length - 1 : length)} …`;
}

// Text of the dump, isolated from the direction of the text around it.
function quoted(text, properties = {}) {
  return addText(make("bdi", properties), text);
}

function button(label, onclick, properties = {}) {
  return make("button", { type: "button", onclick, ...properties }, label);
}

// How long a message is shown, in milliseconds.
const MESSAGE_TIME = 8000;
let messageTimer;

function announce(message) {
  const status = document.getElementById("status");
  status.textContent = message;
  clearTimeout(messageTimer);
  messageTimer = setTimeout(() => (status.textContent = ""), MESSAGE_TIME);
}
