// SPDX-License-Identifier: GPL-2.0-only
// parse-workflows.mjs FILE...: prints the mistakes that the forge's own parser finds in workflow
// files, a line each. For scripts/check-workflows, which installs the parser beside a copy of this file.
import {readFileSync} from "fs";
import {register} from "module";

// The parser imports JSON as for a bundler, without the type that Node.js wants.
const loader = `export function load(url, context, next) {
	return next(url, url.endsWith(".json") ? {...context, importAttributes: {type: "json"}} : context);
}`;
register("data:text/javascript," + encodeURIComponent(loader));
const {parseWorkflow, convertWorkflowTemplate, NoOperationTraceWriter} =
	await import("@actions/workflow-parser");

for (const name of process.argv.slice(2)) {
	const {context, value} = parseWorkflow({name, content: readFileSync(name, "utf-8")},
		new NoOperationTraceWriter());
	if (value)
		await convertWorkflowTemplate(context, value);
	for (const error of context.errors.getErrors()) {
		console.log(error.message);
		process.exitCode = 1;
	}
}
