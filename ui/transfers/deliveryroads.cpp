#include "transfers/deliveryroads.h"

#include <QCoreApplication>
#include <QUrl>

#include <algorithm>

namespace {

struct Words {
    Q_DECLARE_TR_FUNCTIONS(DeliveryRoads)
};

/// Atlas lists a shard's address twice: among all, and then with the shard's name.
QList<Delivery> eachAddressOnce(const QList<Delivery> &deliveries)
{
    QList<Delivery> once;
    for (auto it = deliveries.cbegin(); it != deliveries.cend(); ++it) {
        const bool again = it->hasLink()
            && std::any_of(std::next(it), deliveries.cend(),
                           [it](const Delivery &later) { return later.url == it->url; });
        if (!again)
            once.append(*it);
    }
    return once;
}

bool hasPart(const DeliveryRoad &road, const QString &part)
{
    return std::any_of(road.files.cbegin(), road.files.cend(),
                       [&part](const Delivery &file) { return file.part == part; });
}

} // namespace

QList<DeliveryRoad> roadsOf(const QList<Delivery> &deliveries)
{
    QList<DeliveryRoad> roads;
    QStringList parts;
    const QList<Delivery> files = eachAddressOnce(deliveries);
    for (const Delivery &delivery : files) {
        if (!parts.contains(delivery.part))
            parts.append(delivery.part);
        if (!delivery.hasLink())
            continue;
        auto road =
            std::find_if(roads.begin(), roads.end(), [&delivery](const DeliveryRoad &known) {
                return known.endpoint == delivery.endpoint;
            });
        if (road == roads.end()) {
            const QString label = delivery.endpoint.isEmpty()
                ? Words::tr("Public address")
                : Words::tr("Private endpoint %1").arg(delivery.endpoint);
            const qsizetype place = delivery.endpoint.isEmpty() ? 0 : roads.size();
            roads.insert(place, {delivery.endpoint, label, {}, {}});
            road = roads.begin() + place;
        }
        // Of several addresses of one file Atlas names the one to use first.
        if (!hasPart(*road, delivery.part))
            road->files.append(delivery);
    }
    for (DeliveryRoad &road : roads) {
        for (const QString &part : std::as_const(parts)) {
            if (!hasPart(road, part))
                road.missing.append(part.isEmpty() ? Words::tr("the first file") : part);
        }
    }
    return roads;
}

const DeliveryRoad *roadTo(const QList<DeliveryRoad> &roads, const QString &endpoint)
{
    const auto road = std::find_if(roads.cbegin(), roads.cend(), [&endpoint](const auto &known) {
        return known.endpoint == endpoint;
    });
    return road == roads.cend() ? nullptr : &*road;
}

int portOf(const Delivery &delivery)
{
    return QUrl::fromEncoded(delivery.url.reveal()).port();
}
