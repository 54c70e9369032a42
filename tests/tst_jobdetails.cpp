// The details pane on screen: every value of a job's reply can be read there, secrets only after
// Show.
#include "support/atlasreplies.h"

#include "atlas/jobkind.h"
#include "jobs/deliveryview.h"
#include "jobs/jobdetails.h"
#include "jobs/jobsummary.h"
#include "widgets/clipboard.h"
#include "widgets/factsview.h"

#include <QApplication>
#include <QClipboard>
#include <QDir>
#include <QJsonArray>
#include <QLabel>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QPushButton>
#include <QSignalSpy>
#include <QTableWidget>
#include <QTabWidget>
#include <QTest>

using namespace std::chrono_literals;

namespace {

const QString kFixtures = SNAPBACK_SOURCE_DIR "/tests/data/kinds";
const QString kSeeds = SNAPBACK_SOURCE_DIR "/../shared/seeds";

RestoreJob jobOf(const QString &kindId, const QJsonObject &raw)
{
    const JobKind *kind = kindById(kindId);
    const auto request =
        kind->getJob({"0123456789abcdef01234567", "some-cluster"}, raw["id"].toString());
    const auto job = request.read(jsonReply(raw));
    if (!job)
        qFatal("%s does not decode", qPrintable(kindId));
    return *job;
}

/// What a person can read on the tabs before Raw.
QString screenText(const QWidget &pane)
{
    const auto *tabs = pane.findChild<QTabWidget *>("jobDetailTabs");
    QStringList texts;
    for (int tab = 0; tab < 3; ++tab) {
        for (const auto *label : tabs->widget(tab)->findChildren<QLabel *>())
            texts << label->text();
        for (const auto *field : tabs->widget(tab)->findChildren<QLineEdit *>())
            texts << field->text();
        for (const auto *table : tabs->widget(tab)->findChildren<QTableWidget *>()) {
            for (int row = 0; row < table->rowCount(); ++row) {
                for (int column = 0; column < table->columnCount(); ++column)
                    texts << table->item(row, column)->text();
            }
        }
    }
    return texts.join('\n');
}

void showSecrets(const QWidget &pane)
{
    for (auto *button : pane.findChildren<QPushButton *>()) {
        if (button->isCheckable() && !button->isChecked())
            button->click();
    }
}

void collectStrings(const QJsonValue &value, QStringList *strings)
{
    if (value.isObject()) {
        const QJsonObject object = value.toObject();
        for (auto it = object.begin(); it != object.end(); ++it) {
            if (it.key() != "links")
                collectStrings(it.value(), strings);
        }
    } else if (value.isArray()) {
        for (const QJsonValue &item : value.toArray())
            collectStrings(item, strings);
    } else if (value.isString() && !value.toString().isEmpty()) {
        const QDateTime time = parseIsoTime(value.toString());
        strings->append(time.isValid() ? formatLocal(time) : value.toString());
    } else if (value.isDouble() && value.toInteger() < 1'000'000'000) {
        strings->append(QString::number(value.toInteger())); // larger ones are times or "no limit"
    }
}

/// The first job of a documentation page, alone or in a list.
QJsonObject firstJob(const QByteArray &page)
{
    for (const QJsonObject &object : objectsIn(page)) {
        if (object.contains("results"))
            return object["results"].toArray().first().toObject();
        if (object.contains("id") && object.contains("snapshotId")) // not a request's body
            return object;
    }
    return {};
}

struct Pane {
    SecretClipboard clipboard;
    QDateTime now = parseIsoTime(u"2025-11-03T06:00:00Z");
    JobDetailsPane pane {[this] { return now; }, clipboard};
};

} // namespace

class TestJobDetails : public QObject
{
    Q_OBJECT

private slots:
    // A list that grows keeps its lines together.
    void rowsOfFactsStandEvenly()
    {
        FactsView view;
        QList<Fact> facts {{"One", "1", Fact::Type::Text, {}}, {"Two", "2", Fact::Type::Text, {}}};
        view.setFacts(facts, QDateTime::currentDateTimeUtc());
        facts += {{"Three", "3", Fact::Type::Text, {}}, {"Four", "4", Fact::Type::Text, {}}};
        view.setFacts(facts, QDateTime::currentDateTimeUtc());
        view.resize(400, 600);
        view.show();
        QVERIFY(QTest::qWaitForWindowExposed(&view));
        QList<int> tops;
        for (const QLabel *label : view.findChildren<QLabel *>()) {
            if (!tops.contains(label->y()))
                tops.append(label->y());
        }
        std::sort(tops.begin(), tops.end());
        QCOMPARE(tops.size(), 4);
        QCOMPARE(tops[2] - tops[1], tops[1] - tops[0]);
        QCOMPARE(tops[3] - tops[2], tops[1] - tops[0]);
    }

    void everyValueIsOnScreen_data()
    {
        QTest::addColumn<QString>("kind");
        QTest::addColumn<QJsonObject>("raw");
        for (const QFileInfo &file : QDir(kFixtures).entryInfoList({"*.json"}, QDir::Files)) {
            QFile f(file.filePath());
            QVERIFY(f.open(QIODevice::ReadOnly));
            const QJsonObject fixture = QJsonDocument::fromJson(f.readAll()).object();
            QTest::newRow(qPrintable(file.baseName()))
                << fixture["kind"].toString() << fixture["reply"].toObject();
        }
        // The documented samples: list of tenant jobs, one legacy job, one cloud job, a tenant job
        // created.
        const QList<std::pair<QString, QString>> seeds {
            {"000_652a6f4cc5d461b0.txt", "tenant"},
            {"001_f767faa26f99517e.txt", "legacy"},
            {"002_8f7eec7a1c13b627.txt", "cloud"},
            {"003_128dc9c294888ffe.txt", "tenant"},
        };
        for (const auto &[name, kind] : seeds) {
            QFile f(kSeeds + '/' + name);
            if (!f.open(QIODevice::ReadOnly))
                continue; // not beside this checkout; the fixtures have the same shape
            const QJsonObject sample = firstJob(f.readAll());
            QVERIFY2(!sample.isEmpty(), qPrintable(name));
            QTest::newRow(qPrintable("documented " + name)) << kind << sample;
        }
    }
    void everyValueIsOnScreen()
    {
        QFETCH(QString, kind);
        QFETCH(QJsonObject, raw);
        Pane view;
        view.pane.setJob(jobOf(kind, raw));
        showSecrets(view.pane);
        const QString text = screenText(view.pane);
        QStringList values;
        collectStrings(raw, &values);
        QVERIFY(!values.isEmpty());
        // A field nobody knows yet may be a key: it stands in Raw alone.
        const bool hasUnknown = QByteArray(QTest::currentDataTag()).contains("unknown");
        const QString rawView = view.pane.findChild<QPlainTextEdit *>()->toPlainText();
        for (const QString &value : std::as_const(values))
            QVERIFY2(text.contains(value) || (hasUnknown && rawView.contains(value)),
                     qPrintable(value));
    }

    void shardsWithoutALinkAreNamed_data()
    {
        QTest::addColumn<QString>("fixture");
        QTest::addColumn<bool>("downloadable");
        QTest::addColumn<QStringList>("words");
        QTest::newRow("each has one") << "cloud-download-sharded-ready" << true << QStringList();
        QTest::newRow("still made")
            << "cloud-download-sharded-making" << false
            << QStringList {"Shard rs-1 — no link yet", "Shard cfg — no link yet",
                            "Not every shard has a link", "Wait until each has a link"};
        QTest::newRow("made or used") << "cloud-download-sharded" << false
                                      << QStringList {"Shard config-0 — no link: not made yet, or "
                                                      "used already",
                                                      "If one was used, ask for a new download"};
        QTest::newRow("finished") << "cloud-download-sharded-over" << false
                                  << QStringList {"Shard rs-1 — no link: used, expired",
                                                  "the job is over", "not the whole backup"};
    }
    void shardsWithoutALinkAreNamed()
    {
        QFETCH(QString, fixture);
        QFETCH(bool, downloadable);
        QFETCH(QStringList, words);
        QFile f(kFixtures + '/' + fixture + ".json");
        QVERIFY(f.open(QIODevice::ReadOnly));
        const QJsonObject raw = QJsonDocument::fromJson(f.readAll()).object()["reply"].toObject();
        Pane view;
        view.now = parseIsoTime(u"2026-05-02T01:00:00Z");
        view.pane.setJob(jobOf("cloud", raw));
        const auto *button = view.pane.findChild<QPushButton *>("downloadDelivery");
        QVERIFY(button->isVisibleTo(button->parentWidget())); // it has links
        QCOMPARE(button->isEnabled(), downloadable);
        const QString text = screenText(view.pane);
        for (const QString &each : words)
            QVERIFY2(text.contains(each), qPrintable(text));
        QCOMPARE(text.contains("no link", Qt::CaseInsensitive), !downloadable);
    }

    void secretsAreHiddenUntilShown()
    {
        QFile f(kFixtures + "/legacy-http-ready.json");
        QVERIFY(f.open(QIODevice::ReadOnly));
        const QJsonObject raw = QJsonDocument::fromJson(f.readAll()).object()["reply"].toObject();
        const QJsonObject delivery = raw["delivery"].toObject();
        const QString url = delivery["urlV2"].toString();
        const QString header = delivery["authValue"].toString();
        QVERIFY(!url.isEmpty() && !header.isEmpty());
        Pane view;
        view.pane.setJob(jobOf("legacy", raw));
        const auto *rawView = view.pane.findChild<QPlainTextEdit *>();
        for (const QString &secret : {url, header}) {
            QVERIFY(!screenText(view.pane).contains(secret));
            QVERIFY(!rawView->toPlainText().contains(secret));
        }
        showSecrets(view.pane);
        for (const QString &secret : {url, header}) {
            QVERIFY(screenText(view.pane).contains(secret));
            QVERIFY(rawView->toPlainText().contains(secret));
        }
        // A refresh of the same job leaves them shown; another job does not.
        view.pane.setJob(jobOf("legacy", raw));
        QVERIFY(screenText(view.pane).contains(url));
    }

    void aCopiedSecretLeavesTheClipboard()
    {
        SecretClipboard clipboard;
        clipboard.setLifetime(30ms);
        clipboard.copy(Secret("https://example.invalid/key"));
        QCOMPARE(QApplication::clipboard()->text(), QString("https://example.invalid/key"));
        QTRY_COMPARE(QApplication::clipboard()->text(), QString());
    }

    void whatWasCopiedSinceStays()
    {
        SecretClipboard clipboard;
        clipboard.setLifetime(20ms);
        QSignalSpy cleared(&clipboard, &SecretClipboard::cleared);
        clipboard.copy(Secret("https://example.invalid/key"));
        copyText("something else");
        QTRY_COMPARE(cleared.size(), 1);
        QCOMPARE(QApplication::clipboard()->text(), QString("something else"));
    }

    void theCountdownFollowsTheServersClock()
    {
        JobDetails details;
        Delivery link;
        link.label = "Public";
        link.url = Secret("https://example.invalid/a.tar.gz");
        details.deliveries = {link};
        details.expires = parseIsoTime(u"2025-11-03T06:41:00Z");
        QDateTime now = parseIsoTime(u"2025-11-03T06:00:00Z");
        SecretClipboard clipboard;
        DeliveryView view([&] { return now; }, clipboard);
        view.setDetails(details, JobState::Ready);
        const auto *label = view.findChild<QLabel *>("expiry");
        QVERIFY2(label->text().contains("41 min"), qPrintable(label->text()));
        now = now.addSecs(42 * 60);
        view.setDetails(details, JobState::Expired);
        QVERIFY2(label->text().contains("Expired"), qPrintable(label->text()));
    }

    void theSummaryIsForATicket()
    {
        QFile f(kFixtures + "/legacy-http-ready.json");
        QVERIFY(f.open(QIODevice::ReadOnly));
        const QJsonObject raw = QJsonDocument::fromJson(f.readAll()).object()["reply"].toObject();
        const QString text = jobSummary(
            jobOf("legacy", raw), [](const QString &) { return QString("Orders"); },
            parseIsoTime(u"2025-11-03T06:00:00Z"));
        QVERIFY(text.contains(raw["id"].toString()));
        QVERIFY(text.contains("Orders"));
        QVERIFY(text.contains("2025-11-03T06:00:00Z"));
        QVERIFY(text.contains(raw["hashes"].toArray().first().toObject()["hash"].toString()));
        QVERIFY(!text.contains("://"));
    }
};

QTEST_MAIN(TestJobDetails)
#include "tst_jobdetails.moc"
