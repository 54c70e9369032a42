// The table from Atlas's words to the state a person sees, row by row and cell by cell; the first
// match from the top counts.
#include "atlas/jobkind.h"
#include "support/atlasreplies.h"

#include <QJsonArray>
#include <QTest>

Q_DECLARE_METATYPE(JobState)

namespace {

const QDateTime kNow = parseIsoTime(u"2026-01-01T12:00:00Z");
const auto kPast = "2026-01-01T11:59:59Z";
const auto kAhead = "2026-01-01T12:00:01Z";

QByteArray sharedTier(const char *delivery, const char *status, const char *url = "",
                      const char *expires = "")
{
    return QJsonDocument(QJsonObject {{"id", "j"},
                                      {"deliveryType", delivery},
                                      {"status", status},
                                      {"snapshotUrl", url},
                                      {"expirationDate", expires}})
        .toJson();
}

/// `flags` holds the names of those that are true.
QByteArray cloud(const char *delivery, const QStringList &flags, bool url = false,
                 const char *expiresAt = nullptr, bool finished = false)
{
    QJsonObject job {{"id", "j"}, {"deliveryType", delivery}};
    for (const char *flag : {"cancelled", "failed", "expired"})
        job.insert(flag, flags.contains(flag));
    job.insert("deliveryUrl", url ? QJsonArray {"https://d.test/a.tar.gz"} : QJsonArray());
    if (expiresAt)
        job.insert("expiresAt", expiresAt);
    if (finished)
        job.insert("finishedAt", "2026-01-01T10:00:00Z");
    return QJsonDocument(job).toJson();
}

/// A sharded cluster's: a URL of each shard, "" for null.
QByteArray shards(const QStringList &urls, const QStringList &flags = {},
                  const char *expiresAt = nullptr, bool finished = false)
{
    QJsonObject job =
        QJsonDocument::fromJson(cloud("download", flags, false, expiresAt, finished)).object();
    QJsonArray components;
    for (const QString &url : urls) {
        components.append(
            QJsonObject {{"replicaSetName", QString("rs-%1").arg(components.size())},
                         {"downloadUrl", url.isEmpty() ? QJsonValue() : QJsonValue(url)}});
    }
    job.insert("components", components);
    return QJsonDocument(job).toJson();
}

QByteArray legacy(const char *status, const char *delivery = nullptr, const char *expires = nullptr,
                  const char *method = "HTTP")
{
    QJsonObject inner {{"methodName", method}};
    if (delivery)
        inner.insert("statusName", delivery);
    if (expires)
        inner.insert("expires", expires);
    return QJsonDocument(QJsonObject {{"id", "j"}, {"statusName", status}, {"delivery", inner}})
        .toJson();
}

} // namespace

class tst_KindsStates : public QObject
{
    Q_OBJECT

private slots:
    void table_data();
    void table();
    void theClockTurnsReadyIntoExpired();
    void onlyUnsettledStatesArePolled();
    void everyStateHasItsWord();
};

void tst_KindsStates::table_data()
{
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QByteArray>("job");
    QTest::addColumn<JobState>("state");

    for (const char *kind : {"tenant", "flex"}) {
        const auto row = [kind](const char *name, const QByteArray &job, JobState state) {
            QTest::addRow("%s: %s", kind, name) << QString(kind) << job << state;
        };
        const char *url = "https://d.test/a.tgz";
        row("FAILED", sharedTier("RESTORE", "FAILED"), JobState::Failed);
        row("FAILED download with a link", sharedTier("DOWNLOAD", "FAILED", url, kAhead),
            JobState::Failed);
        row("download, COMPLETED, past", sharedTier("DOWNLOAD", "COMPLETED", url, kPast),
            JobState::Expired);
        row("download, COMPLETED, past, no link", sharedTier("DOWNLOAD", "COMPLETED", "", kPast),
            JobState::Expired);
        row("download with a link", sharedTier("DOWNLOAD", "COMPLETED", url, kAhead),
            JobState::Ready);
        row("download with a link at once", sharedTier("DOWNLOAD", "PENDING", url, kAhead),
            JobState::Ready);
        row("download, no date", sharedTier("DOWNLOAD", "COMPLETED", url), JobState::Ready);
        row("download, RUNNING, past, no link", sharedTier("DOWNLOAD", "RUNNING", "", kPast),
            JobState::Running);
        row("COMPLETED", sharedTier("RESTORE", "COMPLETED"), JobState::Done);
        row("CLOSED", sharedTier("RESTORE", "CLOSED"), JobState::Done);
        // A restore's expirationDate ends nothing.
        row("COMPLETED, past", sharedTier("RESTORE", "COMPLETED", "", kPast), JobState::Done);
        row("RUNNING, past", sharedTier("RESTORE", "RUNNING", "", kPast), JobState::Running);
        row("PENDING", sharedTier("RESTORE", "PENDING"), JobState::Queued);
        row("QUEUED", sharedTier("RESTORE", "QUEUED"), JobState::Queued);
        row("RUNNING", sharedTier("RESTORE", "RUNNING"), JobState::Running);
        row("another word", sharedTier("RESTORE", "MELTING"), JobState::Unknown);
        row("no word", sharedTier("RESTORE", ""), JobState::Unknown);
    }

    const auto ofCollections = [](const char *word, JobState state) {
        QTest::addRow("collection: %s", word)
            << QString("collection")
            << QJsonDocument(QJsonObject {{"id", "j"}, {"state", word}}).toJson() << state;
    };
    ofCollections("INITIALIZING", JobState::Queued);
    ofCollections("IN_PROGRESS", JobState::Running);
    ofCollections("FINALIZING", JobState::Running);
    ofCollections("SUCCESSFUL", JobState::Done);
    ofCollections("CANCELED", JobState::Cancelled);
    ofCollections("FAILED", JobState::Failed);
    ofCollections("PARTIALLY_DONE", JobState::Unknown);
    ofCollections("", JobState::Unknown);

    const auto onCloud = [](const char *name, const QByteArray &job, JobState state) {
        QTest::addRow("cloud: %s", name) << QString("cloud") << job << state;
    };
    onCloud("cancelled", cloud("automated", {"cancelled"}), JobState::Cancelled);
    onCloud("all flags", cloud("download", {"cancelled", "failed", "expired"}, true, kPast, true),
            JobState::Cancelled);
    onCloud("failed", cloud("automated", {"failed"}), JobState::Failed);
    onCloud("failed and expired", cloud("download", {"failed", "expired"}, true, kPast),
            JobState::Failed);
    onCloud("expired", cloud("download", {"expired"}), JobState::Expired);
    onCloud("expired with a link", cloud("download", {"expired"}, true, kAhead), JobState::Expired);
    onCloud("automated, expired", cloud("automated", {"expired"}, false, nullptr, true),
            JobState::Expired);
    onCloud("download, past", cloud("download", {}, true, kPast), JobState::Expired);
    onCloud("download, past, no link", cloud("download", {}, false, kPast), JobState::Expired);
    onCloud("automated, past", cloud("automated", {}, false, kPast, true), JobState::Done);
    onCloud("download with a link", cloud("download", {}, true, kAhead), JobState::Ready);
    onCloud("download with a link, finished", cloud("download", {}, true, kAhead, true),
            JobState::Ready);
    onCloud("download, finished, no link", cloud("download", {}, false, nullptr, true),
            JobState::Done);
    onCloud("automated, finished", cloud("automated", {}, false, nullptr, true), JobState::Done);
    onCloud("pointInTime, finished", cloud("pointInTime", {}, false, nullptr, true),
            JobState::Done);
    onCloud("automated", cloud("automated", {}), JobState::Running);
    onCloud("download, no link", cloud("download", {}), JobState::Running);
    onCloud("pointInTime", cloud("pointInTime", {}), JobState::Running);
    onCloud(
        "links by shard",
        R"({"id":"j","deliveryType":"download","components":[{"downloadUrl":"https://d.test/a"}]})",
        JobState::Ready);
    const QString a = "https://d.test/a";
    const QString b = "https://d.test/b";
    onCloud("each shard with a link", shards({a, b}, {}, kAhead), JobState::Ready);
    onCloud("a shard without a link", shards({a, b, ""}), JobState::Running);
    onCloud("a shard without a link, end known", shards({a, b, ""}, {}, kAhead), JobState::Running);
    onCloud("a shard without a link, past", shards({a, b, ""}, {}, kPast), JobState::Expired);
    onCloud("a shard without a link, finished", shards({a, b, ""}, {}, kAhead, true),
            JobState::UsedUp);
    onCloud("a shard without a link, finished, past", shards({a, b, ""}, {}, kPast, true),
            JobState::UsedUp);
    onCloud("a shard without a link, failed", shards({a, ""}, {"failed"}), JobState::Failed);
    onCloud("a shard without a link, expired", shards({a, ""}, {"expired"}, kAhead, true),
            JobState::Expired);
    onCloud("no shard with a link", shards({"", ""}), JobState::Running);
    onCloud("no shard with a link, finished", shards({"", ""}, {}, kAhead, true), JobState::Done);
    // As many in the job's own list as there are shards.
    onCloud("links of all shards, not by shard", R"({"id":"j","deliveryType":"download",
                "deliveryUrl":["https://d.test/a","https://d.test/b"],
                "components":[{"replicaSetName":"a","downloadUrl":null},{}]})",
            JobState::Ready);
    onCloud("one link of the job, two shards", R"({"id":"j","deliveryType":"download",
                "deliveryUrl":["https://d.test/a"],
                "components":[{"downloadUrl":"https://d.test/a"},{"downloadUrl":null}]})",
            JobState::Running);
    onCloud("shards by private endpoint alone", R"({"id":"j","deliveryType":"download",
                "components":[{"downloadUrl":"https://d.test/a", "privateDownloadDeliveryUrls":
                    [{"deliveryUrl":"https://p.test/a","endpointId":"e"}]},
                    {"downloadUrl":null, "privateDownloadDeliveryUrls":
                    [{"deliveryUrl":"https://p.test/b","endpointId":"e"}]}]})",
            JobState::Ready);
    onCloud("no road to every shard", R"({"id":"j","deliveryType":"download",
                "components":[{"downloadUrl":"https://d.test/a"},
                    {"privateDownloadDeliveryUrls":
                    [{"deliveryUrl":"https://p.test/b","endpointId":"e"}]}]})",
            JobState::Running);
    onCloud("private link alone",
            R"({"id":"j","deliveryType":"download",
                "privateDownloadDeliveryUrls":[{"deliveryUrl":"https://d.test/a"}]})",
            JobState::Ready);

    const auto onLegacy = [](const char *name, const QByteArray &job, JobState state) {
        QTest::addRow("legacy: %s", name) << QString("legacy") << job << state;
    };
    onLegacy("KILLED", legacy("KILLED", "READY", kAhead), JobState::Cancelled);
    onLegacy("BROKEN", legacy("BROKEN", "READY", kAhead), JobState::Failed);
    onLegacy("delivery FAILED", legacy("FINISHED", "FAILED"), JobState::Failed);
    onLegacy("delivery INTERRUPTED", legacy("FINISHED", "INTERRUPTED", kPast), JobState::Failed);
    onLegacy("used up", legacy("FINISHED", "MAX_DOWNLOADS_EXCEEDED", kPast), JobState::UsedUp);
    onLegacy("delivery EXPIRED", legacy("FINISHED", "EXPIRED"), JobState::Expired);
    onLegacy("HTTP, past", legacy("FINISHED", "READY", kPast), JobState::Expired);
    onLegacy("HTTP, past, no delivery word", legacy("FINISHED", nullptr, kPast), JobState::Expired);
    onLegacy("READY", legacy("FINISHED", "READY", kAhead), JobState::Ready);
    onLegacy("FINISHED, no delivery word", legacy("FINISHED"), JobState::Done);
    onLegacy("FINISHED, automated", legacy("FINISHED", nullptr, kPast, "AUTOMATED_RESTORE"),
             JobState::Done);
    onLegacy("no delivery at all", R"({"id":"j","statusName":"FINISHED"})", JobState::Done);
    onLegacy("IN_PROGRESS", legacy("IN_PROGRESS"), JobState::Running);
    onLegacy("IN_PROGRESS, delivery NOT_STARTED", legacy("IN_PROGRESS", "NOT_STARTED"),
             JobState::Running);
    onLegacy("FINISHED, delivery NOT_STARTED", legacy("FINISHED", "NOT_STARTED"),
             JobState::Running);
    onLegacy("FINISHED, delivery PENDING", legacy("FINISHED", "PENDING"), JobState::Running);
    onLegacy("FINISHED, delivery IN_PROGRESS", legacy("FINISHED", "IN_PROGRESS"),
             JobState::Running);
    onLegacy("another word", legacy("BOILING"), JobState::Unknown);
    onLegacy("another word of delivery", legacy("FINISHED", "ON_A_SHIP"), JobState::Unknown);
}

void tst_KindsStates::table()
{
    QFETCH(QString, kind);
    QFETCH(QByteArray, job);
    const auto request = kindById(kind)->getJob({"p", "c"}, "j");

    Reply reply = jsonReply(job);
    reply.info.date = kNow;
    const Result<RestoreJob> dated = request.read(reply);
    QVERIFY(dated);
    QTEST(dated->state, "state");

    // Without the server's clock nothing is judged by time until somebody knows it.
    const Result<RestoreJob> undated = request.read(jsonReply(job));
    QVERIFY(undated);
    QTEST(currentState(*undated, kNow), "state");
    QCOMPARE(currentState(*undated, {}), undated->state);
}

void tst_KindsStates::theClockTurnsReadyIntoExpired()
{
    const Result<RestoreJob> job = kindById(u"cloud")
                                       ->getJob({"p", "c"}, "j")
                                       .read(jsonReply(cloud("download", {}, true, kAhead)));
    QVERIFY(job);
    const QDateTime end = job->expires;
    QCOMPARE(currentState(*job, end.addMSecs(-1)), JobState::Ready);
    QCOMPARE(currentState(*job, end), JobState::Expired);
}

void tst_KindsStates::onlyUnsettledStatesArePolled()
{
    for (JobState state : {JobState::Queued, JobState::Running, JobState::Unknown})
        QVERIFY(isActive(state));
    for (JobState state : {JobState::Ready, JobState::Done, JobState::Expired, JobState::UsedUp,
                           JobState::Cancelled, JobState::Failed})
        QVERIFY(!isActive(state));
}

void tst_KindsStates::everyStateHasItsWord()
{
    QStringList words;
    for (int state = 0; state <= int(JobState::Failed); ++state)
        words.append(stateName(JobState(state)));
    QCOMPARE(words,
             QStringList({"Unknown", "Queued", "Running", "Ready", "Done", "Expired", "Used up",
                          "Cancelled", "Failed"}));
}

QTEST_GUILESS_MAIN(tst_KindsStates)
#include "tst_kinds_states.moc"
