import { listedMeta, type ComponentFields, type Icon, type ResourceAnnotations } from "./component.js";
import type { JsonObject } from "./json.js";
import type { JsonSchema } from "./json-schema.js";
import type { ResourceDefinition, ResourceTemplateDefinition } from "./resource.js";
import type { ToolAnnotations, ToolDefinition } from "./tool.js";

/** What every kind of component is listed with. */
interface Listed {
  readonly name: string;
  readonly title?: string;
  readonly description?: string;
}

/** What follows the facts of the kind. */
interface ListedTail {
  readonly icons?: readonly Icon[];
  readonly _meta?: JsonObject;
}

/** A tool as `tools/list` shows it. */
export interface ListedTool extends Listed, ListedTail {
  readonly inputSchema: JsonSchema;
  readonly outputSchema?: JsonSchema;
  readonly annotations?: ToolAnnotations;
}

/** A resource as `resources/list` shows it. */
export interface ListedResource extends Listed, ListedTail {
  readonly uri: string;
  readonly mimeType?: string;
  readonly annotations?: ResourceAnnotations;
}

/** A template as `resources/templates/list` shows it. */
export interface ListedResourceTemplate extends Listed, ListedTail {
  readonly uriTemplate: string;
  readonly mimeType?: string;
  readonly annotations?: ResourceAnnotations;
}

/** The keys always come in this order, as in `surface.json`. */
export function listedTool(tool: ToolDefinition): ListedTool {
  const { inputSchema, outputSchema, annotations } = tool;
  return {
    ...head(tool),
    inputSchema,
    ...(outputSchema === undefined ? {} : { outputSchema }),
    ...(annotations === undefined ? {} : { annotations }),
    ...tail(tool),
  };
}

/** See `listedTool`. */
export function listedResource(resource: ResourceDefinition): ListedResource {
  const { name, ...texts } = head(resource);
  return { name, uri: resource.uri, ...texts, ...facts(resource), ...tail(resource) };
}

/** See `listedTool`. */
export function listedResourceTemplate(template: ResourceTemplateDefinition): ListedResourceTemplate {
  const { name, ...texts } = head(template);
  return { name, uriTemplate: template.uriTemplate, ...texts, ...facts(template), ...tail(template) };
}

function head({ name, title, description }: ComponentFields): Listed {
  return {
    name,
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
  };
}

function facts({ mimeType, annotations }: Pick<ResourceDefinition, "mimeType" | "annotations">) {
  return {
    ...(mimeType === undefined ? {} : { mimeType }),
    ...(annotations === undefined ? {} : { annotations }),
  };
}

function tail(component: ComponentFields): ListedTail {
  const _meta = listedMeta(component);
  return {
    ...(component.icons === undefined ? {} : { icons: component.icons }),
    ...(_meta === undefined ? {} : { _meta }),
  };
}
