// The links of a cloud download. A sharded cluster has a file for each shard and for the config
// servers (`components`), whose URL is null while Atlas has not made it, and again once it was used
// or has expired. With some of the files only there is no backup.
#pragma once

#include "atlas/restorejob.h"

#include <QJsonObject>

struct CloudLinks {
    QList<Delivery> deliveries; // of a download's shard without any link: one without URL
    QStringList shards;
    QStringList waitingEndpoints;
    QStringList missing; // shards of a download that have no link by any road
    bool any = false;
    bool complete = false; // by one road at least every file can be fetched
};

bool isCloudDownload(const QJsonObject &raw);
CloudLinks readCloudLinks(const QJsonObject &raw);
/// Why there is no link or not each, or how to use them.
QString cloudDeliveryNote(const QJsonObject &raw, const CloudLinks &links);
