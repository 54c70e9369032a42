#include "atlas/kinds/cloudlinks.h"

#include "atlas/json.h"
#include "atlas/kinds/facts.h"

#include <QJsonArray>
#include <QSet>
#include <algorithm>

using namespace Qt::StringLiterals;

namespace {

// A list of URLs, or one alone.
QStringList urlsOf(const QJsonValue &value)
{
    QStringList urls;
    const QJsonArray list = value.isString() ? QJsonArray {value} : value.toArray();
    for (const QJsonValue &url : list) {
        if (!url.toString().isEmpty())
            urls.append(url.toString());
    }
    return urls;
}

void appendPublic(const QJsonValue &value, const QString &shard, const QString &one,
                  const QString &many, QList<Delivery> *out)
{
    const QStringList urls = urlsOf(value);
    for (qsizetype i = 0; i < urls.size(); ++i) {
        Delivery delivery = deliveryOf(urls.size() == 1 ? one : many.arg(i + 1), urls[i]);
        delivery.part = i == 0 ? shard : shard + QString::number(i + 1);
        out->append(delivery);
    }
}

// `label` has a place for the endpoint's name. Endpoints without a link yet go to `waiting`.
void appendPrivate(const QJsonValue &value, const QString &shard, const QString &label,
                   QList<Delivery> *out, QStringList *waiting)
{
    for (const QJsonValue &item : value.toArray()) {
        const QJsonObject endpoint = item.toObject();
        const QString name = readString(endpoint, "endpointId"_L1);
        const QString url = readString(endpoint, "deliveryUrl"_L1);
        if (!url.isEmpty()) {
            Delivery delivery = deliveryOf(label.arg(name), url);
            delivery.part = shard;
            delivery.endpoint = name;
            out->append(delivery);
        } else if (!name.isEmpty()) {
            waiting->append(name);
        }
    }
}

// Why a shard has no link; Atlas says null for a link not made yet and for one that is over.
QString noLinkWords(const QJsonObject &raw)
{
    const bool over = readBool(raw, "cancelled"_L1) || readBool(raw, "failed"_L1)
        || readBool(raw, "expired"_L1) || !readString(raw, "finishedAt"_L1).isEmpty();
    if (over)
        return Facts::tr("no link: used, expired, or never made");
    return readTime(raw, "expiresAt"_L1).isValid()
        ? Facts::tr("no link: not made yet, or used already")
        : Facts::tr("no link yet");
}

// By one road, whichever: of each shard, or in the job's own list as many as there are shards.
bool isComplete(const QList<QSet<QString>> &roadsOfShards, const QList<Delivery> &ofJob)
{
    if (roadsOfShards.isEmpty())
        return !ofJob.isEmpty();
    QHash<QString, qsizetype> files;
    for (const Delivery &delivery : ofJob)
        ++files[delivery.endpoint];
    QSet<QString> everywhere = roadsOfShards.first();
    for (const QSet<QString> &roads : roadsOfShards)
        everywhere.intersect(roads);
    return !everywhere.isEmpty() || std::any_of(files.cbegin(), files.cend(), [&](qsizetype count) {
        return count >= roadsOfShards.size();
    });
}

// Some shards have a link, others none.
QString incompleteNote(const QJsonObject &raw, const CloudLinks &links)
{
    const QString words = links.missing.isEmpty()
        ? Facts::tr("No way has a link for every shard.")
        : Facts::tr("%1: %2.", "shards, why they have no link")
              .arg(links.missing.join(", "_L1), noLinkWords(raw));
    if (readBool(raw, "cancelled"_L1) || readBool(raw, "failed"_L1)
        || !readString(raw, "finishedAt"_L1).isEmpty())
        return Facts::tr("%1 What is left is not the whole backup: ask for a new download of the "
                         "snapshot.")
            .arg(words);
    if (readTime(raw, "expiresAt"_L1).isValid())
        return Facts::tr("%1 The backup is whole only with every shard: wait until each has a "
                         "link. If one was used, ask for a new download of the snapshot.")
            .arg(words);
    return Facts::tr("%1 Atlas is still making the files; the backup is whole only with every "
                     "shard. Wait until each has a link.")
        .arg(words);
}

} // namespace

bool isCloudDownload(const QJsonObject &raw)
{
    return readString(raw, "deliveryType"_L1).compare("download"_L1, Qt::CaseInsensitive) == 0;
}

CloudLinks readCloudLinks(const QJsonObject &raw)
{
    CloudLinks links;
    appendPublic(raw.value("deliveryUrl"_L1), {}, Facts::tr("Public"), Facts::tr("Public, file %1"),
                 &links.deliveries);
    appendPrivate(raw.value("privateDownloadDeliveryUrls"_L1), {}, Facts::tr("Private endpoint %1"),
                  &links.deliveries, &links.waitingEndpoints);
    const QList<Delivery> ofJob = links.deliveries;
    QList<QSet<QString>> roadsOfShards;
    for (const QJsonValue &item : readArray(raw, "components"_L1)) {
        const QJsonObject component = item.toObject();
        QString shard = readString(component, "replicaSetName"_L1);
        if (!shard.isEmpty())
            links.shards.append(shard);
        else
            shard = u"#%1"_s.arg(roadsOfShards.size() + 1);
        QList<Delivery> own;
        const QString one = Facts::tr("Shard %1, public").arg(shard);
        appendPublic(component.value("downloadUrl"_L1), shard, one, one + u" %1"_s, &own);
        QStringList waiting;
        appendPrivate(component.value("privateDownloadDeliveryUrls"_L1), shard,
                      Facts::tr("Shard %1, private endpoint %2").arg(shard, u"%1"_s), &own,
                      &waiting);
        for (const QString &endpoint : std::as_const(waiting))
            links.waitingEndpoints.append(
                Facts::tr("%1 (%2)", "endpoint, shard").arg(endpoint, shard));
        QSet<QString> roads;
        for (const Delivery &delivery : std::as_const(own))
            roads.insert(delivery.endpoint);
        roadsOfShards.append(roads);
        if (own.isEmpty()) {
            Delivery none;
            none.label = Facts::tr("Shard %1").arg(shard);
            none.note = noLinkWords(raw);
            none.part = shard;
            own.append(none);
            links.missing.append(shard);
        }
        links.deliveries += own;
    }
    links.complete = isComplete(roadsOfShards, ofJob);
    if (links.complete || !isCloudDownload(raw)) { // in the job's own list; or there is no file
        links.deliveries.removeIf([](const Delivery &delivery) { return !delivery.hasLink(); });
        links.missing.clear();
    }
    links.any = std::any_of(links.deliveries.cbegin(), links.deliveries.cend(),
                            [](const Delivery &delivery) { return delivery.hasLink(); });
    return links;
}

QString cloudDeliveryNote(const QJsonObject &raw, const CloudLinks &links)
{
    if (readBool(raw, "expired"_L1))
        return Facts::tr("The link has expired. Ask for a new download of the snapshot.");
    if (isCloudDownload(raw) && links.any && !links.complete)
        return incompleteNote(raw, links);
    if (links.any)
        return Facts::tr("A link works for one hour and once, over port 27017, from an address on "
                         "the project's IP access list. Whoever has it can fetch the data.");
    if (!isCloudDownload(raw))
        return Facts::tr("This job overwrites a cluster; it makes no file to download.");
    if (readBool(raw, "cancelled"_L1))
        return Facts::tr("The job was cancelled, so there is no link.");
    if (readBool(raw, "failed"_L1))
        return Facts::tr("The job failed, so there is no link.");
    if (!readString(raw, "finishedAt"_L1).isEmpty())
        return Facts::tr("The link was used or has expired. Ask for a new download of the "
                         "snapshot.");
    return Facts::tr("Atlas has not made the link yet.");
}
