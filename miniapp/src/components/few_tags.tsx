import type { ComponentChildren } from "preact";

const KEPT = new Set(["b", "strong", "i", "em", "u", "code", "blockquote"]);

/** The server's texts of few tags, as Telegram knows them. Every other tag leaves only its words behind. */
export function FewTags(given: { html: string }) {
  const { body } = new DOMParser().parseFromString(given.html, "text/html");
  return <div class="few-tags">{childrenOf(body)}</div>;
}

function childrenOf(node: Node): ComponentChildren {
  return [...node.childNodes].map(shown);
}

function shown(node: Node): ComponentChildren {
  if (node.nodeType === Node.TEXT_NODE) return node.textContent;
  if (!(node instanceof HTMLElement)) return null;
  const Tag = node.localName as "b";
  if (KEPT.has(Tag)) return <Tag>{childrenOf(node)}</Tag>;
  if (Tag === ("br" as string)) return <br />;
  const address = node.getAttribute("href") ?? "";
  if (node.localName === "a" && address.startsWith("https://"))
    return (
      <a href={address} target="_blank" rel="noopener noreferrer">
        {childrenOf(node)}
      </a>
    );
  return childrenOf(node);
}
