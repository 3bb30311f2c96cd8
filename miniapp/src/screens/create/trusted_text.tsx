import type { ComponentChildren } from "preact";

const PLAIN = { B: "b", STRONG: "b", I: "i", EM: "i", CODE: "code" } as const;

/** Text with Telegram's few tags: bold, italic, code and links; anything else is shown as the words that it holds. */
export function TrustedText(given: { html: string }) {
  const body = new DOMParser().parseFromString(given.html, "text/html").body;
  return <div class="create-text">{shown(body)}</div>;
}

function shown(parent: Node): ComponentChildren[] {
  return [...parent.childNodes].map((node, index): ComponentChildren => {
    if (node.nodeType === Node.TEXT_NODE) return node.textContent;
    if (!(node instanceof HTMLElement)) return null;
    if (node.tagName === "BR") return <br key={index} />;
    const href = node.getAttribute("href") ?? "";
    if (node.tagName === "A" && href.startsWith("https://"))
      return (
        <a key={index} href={href} target="_blank" rel="noopener noreferrer">
          {shown(node)}
        </a>
      );
    const Tag = PLAIN[node.tagName as keyof typeof PLAIN];
    return Tag ? <Tag key={index}>{shown(node)}</Tag> : shown(node);
  });
}
