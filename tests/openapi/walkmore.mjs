// The part of the walk that concerns legacy restores, downloads, deleted clusters, access lists and rate
// limits. `tools` are call, listAndEach and api of validate.mjs.
const none = "0123456789abcdef01234567";

async function walkRateLimits({ call, api }, projects) {
    const sets = (await call("GET", `${api}/rateLimits`)).results;
    for (const set of sets)
        await call("GET", `${api}/rateLimits/${set.endpointSetId}`);
    await call("GET", `${api}/rateLimits`, { query: `?groupId=${projects[0].id}&itemsPerPage=2&pageNum=2` });
    await call("GET", `${api}/rateLimits`, { query: `?groupId=${none}`, expect: 401 });
    await call("GET", `${api}/rateLimits`, { query: "?ipAddress=here", expect: 400 });
    await call("GET", `${api}/rateLimits/none_group`, { expect: 404 });
}

async function walkAccessList({ call, api }, project) {
    const path = `${api}/groups/${project.id}/accessList`;
    for (const entry of (await call("GET", path)).results) {
        const value = entry.ipAddress ?? entry.cidrBlock ?? entry.awsSecurityGroup;
        await call("GET", `${path}/${encodeURIComponent(value)}/status`);
    }
    await call("GET", `${path}/192.0.2.200/status`, { expect: 404 });
}

async function walkDeleted({ call, listAndEach, api }, project) {
    const path = `${api}/groups/${project.id}/clusters`;
    const query = "?includeDeletedWithRetainedBackups=true";
    const live = (await call("GET", path)).results.map((cluster) => cluster.name);
    for (const date of ["2023-01-01", "2023-02-01"])
        await call("GET", path, { query, date });
    for (const cluster of (await call("GET", path, { query })).results) {
        if (live.includes(cluster.name))
            continue;
        await call("GET", `${path}/${cluster.name}`, { expect: 404 });
        await listAndEach(`${path}/${cluster.name}/backup/restoreJobs`);
        await listAndEach(`${path}/${cluster.name}/backup/snapshots`);
        await listAndEach(`${path}/${cluster.name}/backup/snapshots/shardedClusters`, "",
            `${path}/${cluster.name}/backup/snapshots/shardedCluster`);
    }
}

async function walkLegacy({ call, listAndEach, api }, projects) {
    const idOf = (name) => projects.find((project) => project.name === name).id;
    const start = (cluster, snapshotId, delivery, expect = 200) => call("POST", `${cluster}/restoreJobs`,
        { body: JSON.stringify({ snapshotId, delivery }), expect });
    const warehouse = `${api}/groups/${idOf("Analytics")}/clusters/warehouse`;
    await listAndEach(`${warehouse}/backupCheckpoints`);
    await call("GET", `${warehouse}/backupCheckpoints/${none}`, { expect: 404 });
    const sharded = (await call("GET", `${warehouse}/snapshots`)).results[0].id;
    await start(warehouse, sharded, { methodName: "HTTP", expirationHours: 2, maxDownloads: 1 });
    const automated = { methodName: "AUTOMATED_RESTORE", targetGroupId: idOf("Staging") };
    const jobs = await start(warehouse, sharded, { ...automated, targetClusterName: "staging-warehouse" });
    await call("GET", `${warehouse}/restoreJobs`, { query: `?batchId=${jobs.results[0].batchId}` });
    await listAndEach(`${warehouse}/restoreJobs`);
    await start(warehouse, sharded, { ...automated, targetClusterName: "nobody" }, 404);
    await start(warehouse, sharded, { ...automated, targetClusterName: "staging-api" }, 403);
    await start(warehouse, sharded, { methodName: "QUERY" }, 400);
    const reports = `${api}/groups/${idOf("Orders")}/clusters/orders-reports`;
    await call("POST", `${reports}/restoreJobs`, { body: JSON.stringify({
        pointInTimeUTCMillis: Date.now() - 3600_000,
        delivery: { ...automated, targetGroupId: idOf("Analytics"), targetClusterName: "bi-reports" } }) });
    await listAndEach(`${reports}/restoreJobs`);
    await call("GET", `${reports}/backupCheckpoints`);
}

async function walkDownloads({ call, api }, projects) {
    for (const project of projects) {
        for (const cluster of (await call("GET", `${api}/groups/${project.id}/flexClusters`)).results) {
            const path = `${api}/groups/${project.id}/flexClusters/${cluster.name}/backup`;
            const snapshots = (await call("GET", `${path}/snapshots`)).results;
            const good = snapshots.filter((snapshot) => snapshot.status === "COMPLETED").at(-1);
            const job = await call("POST", `${path}/download`, { body: JSON.stringify({ snapshotId: good.id }) });
            await call("GET", `${path}/restoreJobs/${job.id}`);
            await call("POST", `${path}/download`, { body: "{}", expect: 400 });
            await call("POST", `${path}/download`, { body: JSON.stringify({ snapshotId: none }), expect: 404 });
        }
        const gone = `${api}/groups/${project.id}/clusters/any/backup/tenant/download`;
        if (project.name !== "Heritage")
            await call("POST", gone, { body: "{}", expect: 410 });
    }
    const heritage = projects.find((project) => project.name === "Heritage");
    const tenant = `${api}/groups/${heritage.id}/clusters/loyalty-m5/backup/tenant`;
    const snapshots = (await call("GET", `${tenant}/snapshots`)).results;
    const body = { snapshotId: snapshots.at(-1).id, targetDeploymentItemName: "loyalty-m5" };
    await call("POST", `${tenant}/download`, { body: JSON.stringify(body) });
    await call("POST", `${tenant}/download`, { body: "{}", expect: 400 });
}

export async function walkMore(tools, projects) {
    await walkRateLimits(tools, projects);
    for (const project of projects) {
        await walkAccessList(tools, project);
        await walkDeleted(tools, project);
    }
    await walkLegacy(tools, projects);
    await walkDownloads(tools, projects);
}
