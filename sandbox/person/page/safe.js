// HTML from the sandbox becomes nodes through an allow-list of Telegram's own tags; nothing else survives.
const TAGS = new Set(["B", "I", "U", "S", "CODE", "PRE", "BLOCKQUOTE", "TG-SPOILER", "A"]);
const SCHEMES = new Set(["http:", "https:", "tg:", "mailto:"]);

export function safeNodes(html) {
  const parsed = new DOMParser().parseFromString(html, "text/html");
  const result = document.createDocumentFragment();
  copyChildren(parsed.body, result);
  return result;
}

function copyChildren(from, to) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.textContent);
    else if (node.nodeType === Node.ELEMENT_NODE) to.append(copyElement(node));
  }
}

function copyElement(node) {
  const copy = TAGS.has(node.tagName) ? document.createElement(node.tagName) : document.createElement("span");
  if (node.tagName === "A" && node.classList.contains("command")) {
    copy.className = "command";
    copy.setAttribute("role", "button");
    copy.tabIndex = 0;
  } else if (node.tagName === "A" && isSafeLink(node.getAttribute("href"))) {
    copy.href = node.getAttribute("href");
    copy.target = "_blank";
    copy.rel = "noopener noreferrer";
  }
  copyChildren(node, copy);
  return copy;
}

export function isSafeLink(href) {
  try {
    return SCHEMES.has(new URL(href).protocol);
  } catch {
    return false;
  }
}
