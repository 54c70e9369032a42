#include "atlas/projects.h"

#include "atlas/requests.h"
#include "base/format.h"

using namespace Qt::StringLiterals;

namespace {

// A person, an API key, or a program that acts for somebody; Atlas itself names none of them.
QString readActor(const QJsonObject &json)
{
    for (const auto key : {"username"_L1, "publicKey"_L1}) {
        const QString name = readString(json, key);
        if (!name.isEmpty())
            return name;
    }
    const QJsonObject delegate = readObject(json, "delegatePrincipal"_L1);
    for (const QString &name : {readString(delegate, "name"_L1), readString(delegate, "id"_L1),
                                readString(json, "userId"_L1), readString(json, "apiKeyId"_L1)}) {
        if (!name.isEmpty())
            return name;
    }
    return {};
}

ProjectEvent readEvent(const QJsonObject &json, const RecordOrigin &origin)
{
    ProjectEvent event;
    event.id = readString(json, "id"_L1);
    event.created = readTime(json, "created"_L1);
    event.type = readString(json, "eventTypeName"_L1);
    event.user = readActor(json);
    event.clusterName = readString(json, "clusterName"_L1);
    event.address = readString(json, "remoteAddress"_L1);
    event.raw = origin.raw;
    return event;
}

// An address comes as itself and as a block of one; the block is what Atlas knows it by.
AccessEntry readAccessEntry(const QJsonObject &json)
{
    AccessEntry entry;
    for (const auto key : {"cidrBlock"_L1, "ipAddress"_L1, "awsSecurityGroup"_L1}) {
        entry.id = readString(json, key);
        if (!entry.id.isEmpty())
            break;
    }
    entry.comment = readString(json, "comment"_L1);
    entry.deleteAfter = readTime(json, "deleteAfterDate"_L1);
    return entry;
}

int limitValue(const QJsonObject &json, QLatin1StringView key)
{
    return int(readInteger(readObject(json, key), "value"_L1).value_or(-1));
}

RateLimit readRateLimit(const QJsonObject &json)
{
    RateLimit limit;
    limit.id = readString(json, "endpointSetId"_L1);
    limit.name = readString(json, "endpointSetName"_L1);
    limit.capacity = limitValue(json, "capacity"_L1);
    limit.refillAmount = limitValue(json, "refillRate"_L1);
    limit.refillSeconds = limitValue(json, "refillDurationSeconds"_L1);
    for (const QJsonValue &item : readArray(json, "endpoints"_L1)) {
        const QJsonObject endpoint = item.toObject();
        limit.operations.append(readString(endpoint, "method"_L1) + u' '
                                + readString(endpoint, "path"_L1));
    }
    return limit;
}

void addGroup(const QString &projectId, QUrlQuery *query)
{
    if (!projectId.isEmpty())
        query->addQueryItem(u"groupId"_s, projectId);
}

} // namespace

Request<Page<ProjectEvent>> listEvents(const QString &projectId, const EventFilter &filter,
                                       const PageRequest &page)
{
    RequestData data = getData("listGroupEvents", {projectId}, page);
    for (const QString &name : filter.clusterNames)
        data.query.addQueryItem(u"clusterNames"_s, queryValue(name));
    for (const QString &type : filter.types)
        data.query.addQueryItem(u"eventType"_s, queryValue(type));
    if (filter.from.isValid())
        data.query.addQueryItem(u"minDate"_s, toIsoTime(filter.from));
    if (filter.to.isValid())
        data.query.addQueryItem(u"maxDate"_s, toIsoTime(filter.to));
    return listRequest<ProjectEvent>(std::move(data), page, readEvent);
}

Request<ProjectEvent> getEvent(const QString &projectId, const QString &eventId)
{
    return recordRequest<ProjectEvent>(getData("getGroupEvent", {projectId, eventId}), readEvent);
}

QStringList restoreEventTypes()
{
    return {u"CPS_RESTORE_REQUESTED_AUDIT"_s,
            u"CPS_RESTORE_SUCCESSFUL"_s,
            u"CPS_RESTORE_FAILED"_s,
            u"CPS_SNAPSHOT_DOWNLOAD_REQUEST_FAILED"_s,
            u"CPS_COLLECTION_RESTORE_SUCCESSFUL"_s,
            u"CPS_COLLECTION_RESTORE_PARTIAL_SUCCESS"_s,
            u"CPS_COLLECTION_RESTORE_FAILED"_s,
            u"CPS_COLLECTION_RESTORE_CANCELED"_s,
            u"TENANT_RESTORE_REQUESTED_AUDIT"_s,
            u"TENANT_RESTORE_COMPLETED_AUDIT"_s,
            u"TENANT_RESTORE_FAILED"_s,
            u"TENANT_SNAPSHOT_DOWNLOAD_REQUESTED_AUDIT"_s};
}

Request<Page<AccessEntry>> listAccessList(const QString &projectId, const PageRequest &page)
{
    return listRequest<AccessEntry>(getData("listGroupAccessListEntries", {projectId}, page), page,
                                    readAccessEntry);
}

Request<AccessEntry> getAccessStatus(const QString &projectId, const QString &entry)
{
    return recordRequest<AccessEntry>(getData("getGroupAccessListStatus", {projectId, entry}),
                                      [entry](const QJsonObject &json) {
                                          AccessEntry status;
                                          status.id = entry;
                                          status.status = readString(json, "STATUS"_L1);
                                          return status;
                                      });
}

Request<Page<RateLimit>> listRateLimits(const QString &projectId, const PageRequest &page)
{
    RequestData data = getData("listRateLimits", {}, page);
    addGroup(projectId, &data.query);
    return listRequest<RateLimit>(std::move(data), page, readRateLimit);
}

Request<RateLimit> getRateLimit(const QString &endpointSetId, const QString &projectId)
{
    RequestData data = getData("getRateLimit", {endpointSetId});
    addGroup(projectId, &data.query);
    return recordRequest<RateLimit>(std::move(data), readRateLimit);
}
