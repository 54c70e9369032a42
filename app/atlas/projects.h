// The calls about a project's surroundings: who did what, who may come in, how often one may ask.
#pragma once

#include "atlas/resources.h"
#include "http/request.h"

/// Which events to list; empty fields do not filter.
struct EventFilter {
    QStringList types; // eventType
    QStringList clusterNames;
    QDateTime from; // minDate
    QDateTime to; // maxDate
};

/// One entry of a project's IP access list: the list for databases and downloads, not the API's.
struct AccessEntry {
    QString id; // the entry: an address, a CIDR block or a security group
    QString comment;
    QDateTime deleteAfter; // invalid: for good
    QString status; // of getAccessStatus: "ACTIVE" …, raw; else empty

    bool operator==(const AccessEntry &) const = default;
};

/// How often the calls of one endpoint set may be made.
struct RateLimit {
    QString id; // endpointSetId
    QString name;
    int capacity = -1;
    int refillAmount = -1;
    int refillSeconds = -1;
    QStringList operations; // operationIds or paths, as the service writes them

    bool operator==(const RateLimit &) const = default;
};

/// Atlas operationIds listGroupEvents, getGroupEvent.
Request<Page<ProjectEvent>> listEvents(const QString &projectId, const EventFilter &filter,
                                       const PageRequest &page);
Request<ProjectEvent> getEvent(const QString &projectId, const QString &eventId);
/// Event types that tell who started a restore, and how it ended.
QStringList restoreEventTypes();
/// Atlas operationIds listGroupAccessListEntries, getGroupAccessListStatus.
Request<Page<AccessEntry>> listAccessList(const QString &projectId, const PageRequest &page);
Request<AccessEntry> getAccessStatus(const QString &projectId, const QString &entry);
/// Atlas operationIds listRateLimits, getRateLimit. `projectId` empty: the login's own limits.
Request<Page<RateLimit>> listRateLimits(const QString &projectId, const PageRequest &page);
Request<RateLimit> getRateLimit(const QString &endpointSetId, const QString &projectId);
