// Every operation of the contract as facts, and the request that the program makes of it.
#pragma once

#include "atlas/restoreplan.h"
#include "http/client.h"

#include <QJsonObject>

/// The things that the paths name.
struct Places {
    QString org, project, eventId, accessEntry, rateLimitSet, policyProject;
    QDateTime point; // a second that the cloud cluster can be restored to
    Cluster cloud, sharded, flex, tenant, legacy, checkpointed;
    Cluster cloudTarget, flexTarget, tenantTarget, otherTenantTarget, legacyTarget;
    Cluster idle; // a cloud cluster of which no snapshot is being taken
    QString cloudJob, cloudDownload, cloudSnapshot, shardedSnapshot, database, collection;
    QString collectionJob, sourceNamespace;
    QString flexJob, flexSnapshot, tenantJob, tenantSnapshot;
    QString legacyJob, legacySnapshot, checkpoint;
};

struct OperationCase {
    const char *id = "";
    QByteArray verb;
    QString path;
    const char *version = ""; // empty: application/json
    const char *role = ""; // as Atlas names them; empty: none
    QString query {};
    QJsonObject body {};
    const char *retiredOn = nullptr;
    RequestData request {};
    /// What is read of an answer, in a line; "! " and the reason where it can't be.
    std::function<QString(const Reply &)> read {};
    std::function<void(Client &, QObject *, const std::function<void(const QString &)> &)> send {};
};

/// All but the two calls of the login (token, revoke), which no request is made of.
QList<OperationCase> operationCases(const Places &places, const PageRequest &page = {2, 7});
