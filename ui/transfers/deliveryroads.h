// A job's links sorted by the way they take: all files by the public address, or all by one private
// endpoint. Where a road has no link for a file of the job it says so: the rest is no backup.
#pragma once

#include "atlas/restorejob.h"

struct DeliveryRoad {
    QString endpoint; // empty: public
    QString label; // for people
    QList<Delivery> files; // in the job's order
    QStringList missing; // the shards whose files have no link on it

    bool isComplete() const { return missing.isEmpty(); }
};

/// The public road first.
QList<DeliveryRoad> roadsOf(const QList<Delivery> &deliveries);
/// Null if there is no such road any more.
const DeliveryRoad *roadTo(const QList<DeliveryRoad> &roads, const QString &endpoint);
/// The port the files come from; -1: the scheme's own.
int portOf(const Delivery &delivery);
