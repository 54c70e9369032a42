// Starts the sandbox, calls every operation of the document, and holds status, media type and body of each
// reply against it. Operations that the sandbox does not have must answer a proper 404 or 405.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import Ajv from "ajv";
import addFormats from "ajv-formats";
import { replySchemas } from "./schema.mjs";
import { walkCloud } from "./walkcloud.mjs";
import { walkMore } from "./walkmore.mjs";

const [, , program, documentFile] = process.argv;
const document = JSON.parse(readFileSync(documentFile, "utf8"));

// Where real replies differ from the document: place, and the recording or example that shows it.
// `*` in a place stands for an index.
const justified = [
    { place: "/results/*/name pattern", by: "examples recorded (listOrgs) and recorded_cut_to_3 (listGroups): names with spaces" },
    { place: "/results/*/orgName pattern", by: "example recorded (listOrgs): names with spaces" },
    { place: "/biConnector/readPreference enum", by: "example recorded_m10_replica_set (getGroupCluster): \"secondary\"" },
    { place: "/desiredTimestamp/date type", by: "example recorded (listGroupClusterBackupRestoreJobs): null" },
    { place: "/desiredTimestamp/increment type", by: "example recorded (listGroupClusterBackupRestoreJobs): null" },
    { place: "/desiredTimestamp/increment minimum", by: "x-defect of ApiBSONTimestampView: real increments are small" },
    { place: "/desiredTimestamp additionalProperties time", by: "example recorded (listGroupClusterBackupRestoreJobs): time" },
    { place: " additionalProperties targetDeploymentItemName", by: "example recorded_automated (createGroupClusterBackupRestoreJob)" },
    { place: "/frequencyType enum", by: "example recorded (listGroupClusterBackupSnapshots): \"ondemand\"" },
    { place: "/timestamp/increment minimum", by: "x-defect of ApiBSONTimestampView: real increments are small" },
    { place: "/tokenTimestamp/increment minimum", by: "x-defect of ApiBSONTimestampView: real increments are small" },
    { place: "/created/increment minimum", by: "x-defect of ApiBSONTimestampView: real increments are small" },
    { place: "/lastOplogAppliedTimestamp/increment minimum", by: "x-defect of ApiBSONTimestampView: real increments are small" },
    { place: "/versionReleaseSystem enum", by: "recording clusters_flex.list_flex_cluster: CONTINUOUS" },
    { place: "/parameters/* type", by: "x-defect of ApiError, recording backup_flex.testflexbackup.GET.G_clusters_cluster-833: strings" },
];
// Statuses that the document forgets for an operation.
const forgottenStatus = {
    406: "official page on the versioned API: INVALID_VERSION_DATE for a missing date",
    401: "components.responses.unauthorized, recorded_no_credentials",
    400: "components.responses.badRequest",
};

const { definitions, convert } = replySchemas(document);
// One pattern of the document is no pattern by JavaScript's strict rules; those are read leniently.
const pattern = (text, flags) => {
    try {
        return new RegExp(text, flags);
    } catch {
        return new RegExp(text);
    }
};
pattern.code = "new RegExp"; // only used by ajv's stand-alone code, which we don't make
const ajv = new Ajv({ allErrors: true, strict: false, code: { regExp: pattern } });
addFormats(ajv);
ajv.addSchema({ $id: "api", definitions });
const compiled = new Map();
function validator(schema) {
    const key = JSON.stringify(schema);
    if (!compiled.has(key)) {
        const text = JSON.stringify(convert(schema)).replaceAll("#/definitions/", "api#/definitions/");
        compiled.set(key, ajv.compile(JSON.parse(text)));
    }
    return compiled.get(key);
}

const problems = [];
const used = new Map();
const answered = new Map();
let replies = 0;

function placeOf(error) {
    const path = error.instancePath.replace(/\/\d+(?=\/|$)/g, "/*");
    const extra = error.keyword === "additionalProperties" ? " " + error.params.additionalProperty : "";
    return `${path} ${error.keyword}${extra}`;
}

function checkBody(where, schema, body) {
    const validate = validator(schema);
    if (validate(body))
        return;
    for (const error of validate.errors) {
        if (error.keyword === "if")
            continue; // its reason stands beside it
        const place = placeOf(error);
        const known = justified.find((entry) => place.endsWith(entry.place));
        if (known)
            used.set(known, (used.get(known) ?? 0) + 1);
        else
            problems.push(`${where}: ${place}: ${error.message} ${JSON.stringify(error.params)}`);
    }
}

function operation(verb, path) {
    const parts = path.split("/");
    let best = null;
    for (const [pattern, methods] of Object.entries(document.paths)) {
        const wanted = pattern.split("/");
        const fits = wanted.length === parts.length
            && wanted.every((part, i) => part.startsWith("{") || part === parts[i]);
        const literal = wanted.filter((part) => !part.startsWith("{")).length;
        if (fits && methods[verb.toLowerCase()] && (!best || literal > best.literal))
            best = { pattern, literal, spec: methods[verb.toLowerCase()] };
    }
    return best;
}

function responseOf(spec, status) {
    const found = spec.responses[status];
    return found?.$ref ? document.components.responses[found.$ref.split("/").pop()] : found;
}

let base = "";
let authorization = "";
async function call(verb, path, { query = "", date, body, headers = {}, expect = 200 } = {}) {
    const { pattern, spec } = operation(verb, path);
    const good = [200, 201, 204].find((status) => spec.responses[status]);
    const versions = Object.keys(responseOf(spec, good)?.content ?? {});
    const dated = versions.filter((type) => /\d{4}-\d\d-\d\d/.test(type));
    const type = date ? `application/vnd.atlas.${date}+json` : dated.at(-1) ?? "application/json";
    const reply = await fetch(base + path + query, {
        method: verb, body,
        headers: { Accept: type, ...(authorization ? { Authorization: authorization } : {}),
            ...(body !== undefined ? { "Content-Type": dated.length ? type : "application/json" } : {}), ...headers },
    });
    const text = await reply.text();
    const where = `${spec.operationId} ${verb} ${path}${query} -> ${reply.status}`;
    ++replies;
    if (reply.status !== expect) {
        problems.push(`${where}: expected ${expect}: ${text.slice(0, 200)}`);
        return null;
    }
    const documented = responseOf(spec, reply.status);
    const got = (reply.headers.get("content-type") ?? "").split(";")[0];
    if (!documented && !forgottenStatus[reply.status])
        problems.push(`${where}: status is not documented`);
    if (reply.status < 300) {
        answered.set(`${verb} ${pattern}`, (answered.get(`${verb} ${pattern}`) ?? 0) + 1);
        const content = documented?.content ?? {};
        if (Object.keys(content).length === 0 || reply.status === 204) {
            if (text !== "")
                problems.push(`${where}: a body where none is documented`);
            return null;
        }
        if (!content[got])
            problems.push(`${where}: media type ${got} is not documented`);
        else
            checkBody(where, content[got].schema, JSON.parse(text));
    } else {
        const content = documented?.content?.["application/json"];
        if (got !== "application/json")
            problems.push(`${where}: media type ${got}`);
        checkBody(where, content?.schema ?? { $ref: "#/components/schemas/ApiError" }, JSON.parse(text));
    }
    return JSON.parse(text);
}

const api = "/api/atlas/v2";
const shown = (list, count = 25) => (list ?? []).slice(0, count);
async function listAndEach(path, query = "", single = path) {
    const list = await call("GET", path, { query });
    for (const item of shown(list?.results))
        await call("GET", `${single}/${item.id}`);
    return list?.results ?? [];
}

async function walkDedicated(path) {
    await listAndEach(`${path}/backup/restoreJobs`, "?itemsPerPage=500");
    await listAndEach(`${path}/backup/snapshots`, "?itemsPerPage=500");
    await listAndEach(`${path}/backup/snapshots/shardedClusters`, "", `${path}/backup/snapshots/shardedCluster`);
    await listAndEach(`${path}/restoreJobs`);
    await listAndEach(`${path}/snapshots`, "?completed=all");
    for (const date of ["2023-01-01", "2024-08-05"])
        await call("GET", `${path}/backup/schedule`, { date });
}

async function walkTenant(path, retired, target) {
    if (retired) {
        await call("GET", `${path}/backup/tenant/restores`, { expect: 410 });
        await call("POST", `${path}/backup/tenant/restore`, { body: "{}", expect: 410 });
        return;
    }
    await listAndEach(`${path}/backup/tenant/restores`);
    const snapshots = await listAndEach(`${path}/backup/tenant/snapshots`);
    const body = JSON.stringify({ snapshotId: snapshots.at(-1).id, targetDeploymentItemName: target });
    await call("POST", `${path}/backup/tenant/restore`, { body });
    await call("POST", path.replace("/v2/", "/v1.0/") + "/backup/tenant/restore", { body, expect: 409 });
    await call("POST", `${path}/backup/tenant/restore`, { body: "{}", expect: 400 });
}

async function walkProject(project, retired) {
    const path = `${api}/groups/${project.id}`;
    await call("GET", path);
    for (const date of ["2023-01-01", "2023-02-01", "2024-08-05"]) {
        const list = await call("GET", `${path}/clusters`, { date });
        for (const cluster of list.results)
            await call("GET", `${path}/clusters/${cluster.name}`, { date });
    }
    const clusters = (await call("GET", `${path}/clusters`)).results;
    for (const cluster of clusters) {
        const size = cluster.replicationSpecs[0].regionConfigs[0].electableSpecs.instanceSize;
        if (!["M0", "M2", "M5"].includes(size))
            await walkDedicated(`${path}/clusters/${cluster.name}`);
        else
            await call("GET", `${path}/clusters/${cluster.name}/backup/restoreJobs`, { expect: size === "M0" ? 403 : 400 });
        if (cluster.name === "loyalty-m5")
            await walkTenant(`${path}/clusters/${cluster.name}`, retired, "loyalty-flex");
    }
    for (const cluster of (await call("GET", `${path}/flexClusters`)).results) {
        const flex = `${path}/flexClusters/${cluster.name}`;
        await call("GET", flex);
        await listAndEach(`${flex}/backup/restoreJobs`, "?itemsPerPage=500");
        const snapshots = await listAndEach(`${flex}/backup/snapshots`);
        if (cluster.name === "staging-orders")
            await call("POST", `${flex}/backup/restoreJobs`, { body: JSON.stringify({
                snapshotId: snapshots.at(-1).id, targetDeploymentItemName: "staging-flex", targetProjectId: project.id }) });
        if (retired)
            await walkTenant(`${path}/clusters/${cluster.name}`, true);
        await call("GET", `${path}/clusters/${cluster.name}`, { expect: 400 });
        await call("GET", `${path}/clusters/${cluster.name}`, { date: "2023-01-01", expect: 400 });
        await call("GET", `${flex}x`, { expect: 404 });
    }
}

async function walkErrors() {
    const none = "0123456789abcdef01234567";
    await call("GET", `${api}/groups/${none}`, { expect: 401 });
    await call("GET", `${api}/orgs`, { query: "?itemsPerPage=0", expect: 400 });
    await call("GET", `${api}/orgs`, { headers: { Accept: "application/json" }, expect: 406 });
    const kept = authorization;
    authorization = "";
    await call("GET", `${api}/orgs`, { expect: 401 });
    authorization = kept;
}

async function walkV1(project) {
    const cluster = `/groups/${project.id}/clusters/loyalty-m2/backup/tenant`;
    const snapshots = (await call("GET", `${api}${cluster}/snapshots`)).results;
    const body = JSON.stringify({ snapshotId: snapshots.at(-1).id, targetDeploymentItemName: "loyalty-m5" });
    await call("POST", `/api/atlas/v1.0${cluster}/restore`, { body });
}

// Whatever the walk did not reach must be refused in Atlas's own words.
async function walkTheRest(projectId) {
    for (const [pattern, methods] of Object.entries(document.paths)) {
        for (const verb of Object.keys(methods).filter((key) => ["get", "post", "put", "patch", "delete"].includes(key))) {
            if (answered.has(`${verb.toUpperCase()} ${pattern}`))
                continue;
            const path = pattern.replace("{groupId}", projectId).replace("{clusterName}", "orders-prod")
                .replace("{name}", "orders-flex").replaceAll(/\{[^}]*\}/g, "0123456789abcdef01234567");
            const reply = await fetch(base + path, { method: verb.toUpperCase(),
                headers: { Authorization: authorization, Accept: "application/vnd.atlas.2025-03-12+json" } });
            const body = await reply.json();
            ++replies;
            refused.push(`${reply.status} ${verb.toUpperCase()} ${pattern}`);
            if (!pattern.includes("/serverless/")) // retired, and documented to be empty
                problems.push(`${verb.toUpperCase()} ${pattern}: nothing in this walk was answered by it`);
            if (![404, 405].includes(reply.status))
                problems.push(`${verb.toUpperCase()} ${pattern}: ${reply.status} for an operation that is not there`);
            checkBody(pattern, { $ref: "#/components/schemas/ApiError" }, body);
        }
    }
}
const refused = [];

async function main(login) {
    base = login.baseUrl;
    const basic = "Basic " + Buffer.from(`${login.clientId}:${login.clientSecret}`).toString("base64");
    const form = { Authorization: basic, "Content-Type": "application/x-www-form-urlencoded" };
    const token = await call("POST", "/api/oauth/token", { body: "grant_type=client_credentials", headers: form });
    await call("POST", "/api/oauth/token", { body: "grant_type=password", headers: form, expect: 400 });
    await call("POST", "/api/oauth/token", { body: "grant_type=client_credentials",
        headers: { ...form, Authorization: "Basic eDp5" }, expect: 401 });
    await call("POST", "/api/oauth/revoke", { body: "token=another", headers: form });
    authorization = `Bearer ${token.access_token}`;

    const orgs = (await call("GET", `${api}/orgs`)).results;
    for (const org of orgs)
        await call("GET", `${api}/orgs/${org.id}/groups`);
    await call("GET", `${api}/clusters`);
    const projects = (await call("GET", `${api}/groups`)).results;
    for (const project of projects)
        await walkProject(project, project.name !== "Heritage");
    await walkV1(projects.find((project) => project.name === "Heritage"));
    await walkCloud({ call, listAndEach, api }, projects);
    await walkMore({ call, listAndEach, api }, projects);
    await walkErrors();
    await walkTheRest(projects.find((project) => project.name === "Orders").id);
    await call("POST", "/api/oauth/revoke", { body: `token=${token.access_token}`, headers: form });
    await call("GET", `${api}/orgs`, { expect: 401 });
}

const sandbox = spawn(program, [], { stdio: ["ignore", "pipe", "inherit"] });
try {
    const line = await new Promise((resolve, reject) => {
        createInterface({ input: sandbox.stdout }).once("line", resolve);
        sandbox.once("exit", () => reject(new Error("the sandbox ended at once")));
    });
    await main(JSON.parse(line));
} finally {
    sandbox.kill();
}
console.log(`${replies} replies, ${answered.size} operations answered:`);
for (const [name, count] of answered)
    console.log(`  ${count} x ${name}`);
console.log(`${refused.length} operations refused as not there`);
console.log("deviations from the document, and what justifies them:");
for (const entry of justified) {
    console.log(`  ${used.get(entry) ?? 0} x ${entry.place.trim()}: ${entry.by}`);
    if (!used.has(entry))
        problems.push(`the table's entry "${entry.place.trim()}" is not needed`);
}
for (const problem of problems.slice(0, 60))
    console.error("FAIL " + problem);
console.log(problems.length === 0 ? "no other deviations" : `${problems.length} problems`);
process.exitCode = problems.length === 0 ? 0 : 1;
