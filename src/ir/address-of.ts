import type { Component } from "./component.js";

/** What clients call it by, and what tells it from the others of its kind. */
export function addressOf(component: Component): string {
  switch (component.kind) {
    case "tool":
    case "prompt":
      return component.name;
    case "resource":
      return component.uri;
    case "template":
      return component.uriTemplate;
  }
}
