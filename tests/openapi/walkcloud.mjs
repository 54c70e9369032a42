// The part of the walk that concerns cloud backups: restores, snapshots on demand, what is in a snapshot,
// collection restores, compliance policies and events. `tools` are call, listAndEach and api of validate.mjs.
const none = "0123456789abcdef01234567";
const json = (body) => JSON.stringify(body);

async function completed({ call }, path) {
    const list = [...(await call("GET", `${path}/backup/snapshots`)).results,
        ...(await call("GET", `${path}/backup/snapshots/shardedClusters`)).results];
    return list.filter((snapshot) => snapshot.status === "completed" && snapshot.snapshotType !== "fallback");
}

async function walkRestores(tools, orders, staging) {
    const { call, listAndEach } = tools;
    for (const [name, target] of [["orders-prod", "staging-api"], ["orders-ledger", "staging-ledger"]]) {
        const path = `${orders}/clusters/${name}`;
        const jobs = `${path}/backup/restoreJobs`;
        const snapshots = await completed(tools, path);
        const to = { targetClusterName: target, targetGroupId: staging.id };
        const download = { deliveryType: "download", snapshotId: snapshots[2].id };
        const automated = { deliveryType: "automated", snapshotId: snapshots[0].id, ...to };
        const made = await call("POST", jobs, { body: json(download) });
        await call("POST", jobs, { body: json(download), expect: 400 });
        await call("DELETE", `${jobs}/${made.id}`, { expect: 204 });
        const running = await call("POST", jobs, { body: json(automated) });
        await call("POST", jobs, { body: json(automated), expect: 409 });
        await call("DELETE", `${jobs}/${running.id}`, { expect: 400 });
        await call("DELETE", `${jobs}/${none}`, { expect: 404 });
        await call("POST", jobs, { body: "{}", expect: 400 });
        await call("POST", jobs, { body: json({ ...automated, snapshotId: none }), expect: 404 });
        await call("POST", jobs, { body: json({ ...automated, targetGroupId: none }), expect: 403 });
        await listAndEach(jobs);
    }
    const now = Math.floor(Date.now() / 1000);
    const reader = { deliveryType: "pointInTime", targetClusterName: "staging-api", targetGroupId: staging.id };
    const jobs = `${orders}/clusters/orders-prod/backup/restoreJobs`;
    await call("POST", jobs, { body: json({ ...reader, targetClusterName: "staging-brittle",
        pointInTimeUTCSeconds: now - 7200 }) });
    await call("POST", jobs, { body: json({ ...reader, targetClusterName: "staging-newcomer",
        oplogTs: now - 7200, oplogInc: 3 }) });
    await call("POST", jobs, { body: json({ ...reader, pointInTimeUTCSeconds: now + 900 }), expect: 400 });
    await call("GET", jobs);
}

async function walkSnapshots({ call }, orders, staging) {
    for (const path of [`${orders}/clusters/orders-ledger`, `${staging}/clusters/staging-api`]) {
        const snapshots = `${path}/backup/snapshots`;
        await call("POST", snapshots, { body: json({ description: "Before the drill", retentionInDays: 2 }) });
        await call("POST", snapshots, { body: "{}", expect: 400 });
        await call("GET", snapshots);
        await call("GET", `${snapshots}/shardedClusters`);
        const query = `?pointInTimeUtcSeconds=${Math.floor(Date.now() / 1000) - 90_000}`;
        await call("GET", snapshots, { query });
        await call("GET", snapshots, { query: "?oplogTs=1700000000", expect: 400 });
    }
}

async function walkContents(tools, orders) {
    const { call } = tools;
    for (const name of ["orders-prod", "orders-ledger"]) {
        const path = `${orders}/clusters/${name}`;
        const list = `${path}/backup/snapshots/${(await completed(tools, path))[0].id}/databases`;
        for (const database of (await call("GET", list)).results) {
            const one = `${list}/${encodeURIComponent(database.name)}`;
            await call("GET", one);
            const collections = (await call("GET", `${one}/collections`, { query: "?itemsPerPage=3&pageNum=1" })).results;
            for (const collection of collections)
                await call("GET", `${one}/collections/${encodeURIComponent(collection.name)}`);
        }
        await call("GET", `${list}/none`, { expect: 404 });
        await call("GET", `${list}/none/collections`, { expect: 404 });
    }
}

async function walkCollections(tools, orders, staging) {
    const { call } = tools;
    const path = `${orders}/clusters/orders-prod`;
    const jobs = `${path}/collectionRestoreJobs`;
    const body = { snapshotId: (await completed(tools, path))[0].id, writeStrategy: "CREATE_NEW",
        indexStrategy: "ALL", targetClusterName: "staging-vault", targetGroupId: staging.id,
        databases: [{ sourceNamespace: "catalog", targetNamespace: "catalog2" }],
        collections: [{ sourceNamespace: "orders.returns" }, { sourceNamespace: "orders.none" }] };
    await call("POST", jobs, { body: json({ ...body, collections: [{}] }), expect: 400 });
    await call("POST", jobs, { body: json({ ...body, targetClusterName: "nobody" }), expect: 404 });
    await call("POST", jobs, { body: json(body), expect: 201 });
    await call("POST", jobs, { body: json(body), expect: 409 });
    for (const job of (await call("GET", jobs)).results) {
        await call("GET", `${jobs}/${job.id}`);
        for (const part of (await call("GET", `${jobs}/${job.id}/collections`)).results)
            await call("GET", `${jobs}/${job.id}/collections/${encodeURIComponent(part.sourceNamespace)}`);
        await call("GET", `${jobs}/${job.id}/collections`, { query: "?state=INDEX_BUILD_FAILED" });
        await call("GET", `${jobs}/${job.id}/collections/none.none`, { expect: 404 });
    }
    await call("GET", `${jobs}/${none}`, { expect: 404 });
}

async function walkEvents({ call, api }, project) {
    const path = `${api}/groups/${project.id}/events`;
    const list = (await call("GET", path, { query: "?itemsPerPage=200" })).results;
    for (const event of list.slice(0, 10))
        await call("GET", `${path}/${event.id}`);
    await call("GET", path, { query: "?clusterNames=orders-prod&eventType=CPS_RESTORE_FAILED&minDate=2026-01-01T00:00:00Z" });
    await call("GET", path, { query: "?maxDate=tomorrow", expect: 400 });
    await call("GET", `${path}/${none}`, { expect: 404 });
}

export async function walkCloud(tools, projects) {
    const pathOf = (name) => `${tools.api}/groups/${projects.find((project) => project.name === name).id}`;
    const staging = projects.find((project) => project.name === "Staging");
    await walkRestores(tools, pathOf("Orders"), staging);
    await walkSnapshots(tools, pathOf("Orders"), pathOf("Staging"));
    await walkContents(tools, pathOf("Orders"));
    await walkCollections(tools, pathOf("Orders"), staging);
    for (const project of projects)
        await walkEvents(tools, project);
    for (const date of ["2023-01-01", "2023-10-01"])
        await tools.call("GET", `${pathOf("Analytics")}/backupCompliancePolicy`, { date });
    await tools.call("GET", `${pathOf("Orders")}/backupCompliancePolicy`, { expect: 404 });
    await tools.call("GET", `${pathOf("Fieldwork")}/backupCompliancePolicy`, { expect: 403 });
}
