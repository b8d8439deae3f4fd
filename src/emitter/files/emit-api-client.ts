import type { GeneratedFile } from "../generated-file.js";
import { generatedHeader } from "../generated-header.js";
import { ModuleScope } from "../module-scope.js";
import { docComment } from "../print/comment.js";
import { call, name } from "../print/expression.js";
import { assignmentDoc } from "../print/expression-doc.js";
import { identifier } from "../print/identifier.js";
import { printDoc } from "../print/print-doc.js";
import type { ProviderPlan } from "../provider-plan.js";
import type { Template } from "../templates.js";

/** What `src/provider/client.ts.hbs` reads. */
export interface ApiClientView {
  readonly header: string;
  readonly imports: string;
  readonly comment: string;
  readonly className: string;
  readonly httpClient: string;
  readonly groups: readonly { readonly field: string; readonly assignment: string }[];
  readonly hasGroups: boolean;
}

/** `src/<provider>/client.ts`: a client that holds one client a tag. */
export function emitApiClient(plan: ProviderPlan, template: Template<ApiClientView>): GeneratedFile {
  const { provider, api, names, groups } = plan;
  const scope = new ModuleScope([identifier(api.className), "http"], ["HttpClient"]);
  const httpClient = scope.type("../runtime/http/http-client.js", "HttpClient");
  const clients = groups.map(({ group, names: { property: field } }) => {
    const className = scope.value(`./client/${group.file}.js`, identifier(group.className));
    const made = assignmentDoc(`this.${field}`, " =", call(`new ${className}`, name("http")), false);
    return { field: `${field}: ${className}`, assignment: printDoc([made, ";"], { indent: 4 }) };
  });
  return {
    path: `src/${names.folder}/client.ts`,
    owner: "mcpgen",
    text: template({
      header: generatedHeader(provider.source),
      comment: docComment({ text: `${api.title ?? provider.name}: one client per tag.` }, 0).join("\n"),
      className: api.className,
      httpClient,
      groups: clients,
      hasGroups: clients.length > 0,
      imports: scope.imports,
    }),
  };
}
