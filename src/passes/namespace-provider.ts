import { createHash } from "node:crypto";
import type { Component } from "../ir/component.js";
import type { Provider } from "../ir/program.js";

/** Longest name that clients take. */
const maxName = 64;

/**
 * Puts what a provider offers behind a namespace: `pets_listPets`, `petstore://pets/…`. Identifiers, files and environment
 * variables stay as they are.
 */
export function namespaceProvider(provider: Provider, namespace: string): Provider {
  return {
    ...provider,
    components: provider.components.map((component) => namespaceComponent(component, namespace)),
    routes: provider.routes.map((route) =>
      route.name === "" ? route : { ...route, name: namespacedName(route.name, namespace) },
    ),
  };
}

function namespaceComponent(component: Component, namespace: string): Component {
  const name = namespacedName(component.name, namespace);
  switch (component.kind) {
    case "tool":
    case "prompt":
      return { ...component, name };
    case "resource":
      return { ...component, name, uri: namespacedUri(component.uri, namespace) };
    case "template":
      return { ...component, name, uriTemplate: namespacedUri(component.uriTemplate, namespace) };
  }
}

/** A name that becomes too long is cut, and told apart by the first 6 hex digits of SHA-256 of the whole. */
function namespacedName(name: string, namespace: string): string {
  const full = `${namespace}_${name}`;
  if (full.length <= maxName) return full;
  const hash = createHash("sha256").update(full).digest("hex").slice(0, 6);
  return `${full.slice(0, maxName - 7).replace(/[_-]+$/, "")}_${hash}`;
}

/** The namespace becomes the first segment; an address without `//` has no segments and stays. */
function namespacedUri(uri: string, namespace: string): string {
  return uri.replace(/^([a-z][a-z0-9+.-]*:\/\/)/i, (scheme) => `${scheme}${namespace}/`);
}
