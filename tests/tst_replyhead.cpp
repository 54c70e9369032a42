// What the head of an answer means for a download, and the small texts around it.
#include "transfer/downloadlink.h"
#include "transfer/filenames.h"
#include "transfer/replyhead.h"

#include <QTest>

using Action = HeadMeaning::Action;
using Kind = TransferProblem::Kind;

namespace {

const QDateTime kNow(QDate(2026, 3, 1), QTime(12, 0), Qt::UTC);

ReplyHead head(int status, qint64 length = -1)
{
    ReplyHead head;
    head.status = status;
    head.contentLength = length;
    head.contentType = "application/gzip";
    return head;
}

ReplyHead partial(const QByteArray &range, qint64 length, const QByteArray &etag = {})
{
    ReplyHead reply = head(206, length);
    reply.contentRange = range;
    reply.etag = etag;
    return reply;
}

ReplyHead unsatisfiable(const QByteArray &range, const QByteArray &etag = {})
{
    ReplyHead reply = partial(range, 0, etag);
    reply.status = 416;
    return reply;
}

PartState have(qint64 bytes, qint64 size = -1, const QByteArray &etag = {})
{
    PartState state;
    state.bytes = bytes;
    state.size = size;
    state.etag = etag;
    return state;
}

} // namespace

class TestReplyHead : public QObject
{
    Q_OBJECT

private slots:
    void judges_data()
    {
        QTest::addColumn<ReplyHead>("reply");
        QTest::addColumn<PartState>("have");
        QTest::addColumn<Action>("action");
        QTest::addColumn<Kind>("problem");
        QTest::addColumn<qint64>("size");

        const auto row = [](const char *name, const ReplyHead &reply, const PartState &state,
                            Action action, Kind problem = Kind::None, qint64 size = -1) {
            QTest::newRow(name) << reply << state << action << problem << size;
        };
        row("the whole file", head(200, 90), have(0), Action::FromStart, Kind::None, 90);
        row("no length", head(200), have(0), Action::FromStart);
        row("200 where 206 was asked", head(200, 90), have(40, 90), Action::FromStart, Kind::None,
            90);
        row("the rest", partial("bytes 40-89/90", 50, "\"a\""), have(40, 90, "\"a\""),
            Action::Append, Kind::None, 90);
        row("the rest, size not told", partial("bytes 40-89/*", 50), have(40, 90), Action::Append,
            Kind::None, 90);
        row("another part", partial("bytes 30-89/90", 60), have(40, 90), Action::Again,
            Kind::NotData);
        row("not to the end", partial("bytes 40-69/90", 30), have(40, 90), Action::Again,
            Kind::WrongLength);
        row("length and range differ", partial("bytes 40-89/90", 49), have(40, 90), Action::Again,
            Kind::WrongLength);
        row("another ETag", partial("bytes 40-89/90", 50, "\"b\""), have(40, 90, "\"a\""),
            Action::Again, Kind::SourceChanged);
        row("another size", partial("bytes 40-99/100", 60), have(40, 90), Action::Again,
            Kind::SourceChanged);
        row("no range told", partial("", 50), have(40, 90), Action::Again, Kind::NotData);
        row("a part nobody asked for", partial("bytes 0-89/90", 90), have(0), Action::Fail,
            Kind::NotData);
        row("range not satisfiable", head(416), have(90, 100), Action::Again, Kind::WrongLength);
        row("nothing follows", unsatisfiable("bytes */90"), have(90), Action::Complete, Kind::None,
            90);
        row("nothing follows, same file", unsatisfiable("bytes */90", "\"a\""),
            have(90, -1, "\"a\""), Action::Complete, Kind::None, 90);
        row("nothing follows, another file", unsatisfiable("bytes */90", "\"b\""),
            have(90, -1, "\"a\""), Action::Again, Kind::WrongLength);
        row("nothing follows, but more was announced", unsatisfiable("bytes */90"), have(90, 100),
            Action::Again, Kind::WrongLength);
        row("longer than all", unsatisfiable("bytes */80"), have(90), Action::Again,
            Kind::WrongLength);
        row("nobody asked for a part", unsatisfiable("bytes */0"), have(0), Action::Again,
            Kind::WrongLength);
        for (const int status : {400, 401, 403, 404, 410})
            row(qPrintable(QString::number(status)), head(status), have(0), Action::NeedsLink,
                Kind::LinkRefused);
        for (const int status : {408, 429, 500, 502, 503, 504})
            row(qPrintable(QString::number(status)), head(status), have(0), Action::Wait,
                Kind::ServerTrouble);
        row("proxy wants a login", head(407), have(0), Action::Fail, Kind::Proxy);
        row("teapot", head(418), have(0), Action::Fail, Kind::NotData);
        row("204", head(204), have(0), Action::Fail, Kind::NotData);
        row("redirect to nowhere", head(302), have(0), Action::Fail, Kind::NotData);
        for (const char *type : {"text/html; charset=utf-8", "application/json", "text/xml",
                                 "application/xml", "application/problem+json", "TEXT/HTML"}) {
            ReplyHead reply = head(200, 90);
            reply.contentType = type;
            row(type, reply, have(0), Action::Fail, Kind::NotData);
        }
    }
    void judges()
    {
        QFETCH(ReplyHead, reply);
        QFETCH(PartState, have);
        const HeadMeaning meaning = judgeHead(reply, have, kNow);
        QTEST(meaning.action, "action");
        QTEST(meaning.problem.kind, "problem");
        if (meaning.action == Action::FromStart || meaning.action == Action::Append
            || meaning.action == Action::Complete)
            QTEST(meaning.size, "size");
    }

    void retryAfter()
    {
        ReplyHead reply = head(429);
        reply.retryAfter = "7";
        QCOMPARE(judgeHead(reply, {}, kNow).wait.count(), 7);
        reply.retryAfter = "Sun, 01 Mar 2026 12:00:30 GMT";
        QCOMPARE(judgeHead(reply, {}, kNow).wait.count(), 30);
        reply.retryAfter = "soon";
        QCOMPARE(judgeHead(reply, {}, kNow).wait.count(), 0);
        reply.retryAfter = "99999999";
        QCOMPARE(judgeHead(reply, {}, kNow).wait.count(), 3600);
    }

    void ifRange()
    {
        PartState state = have(1, 2, "\"strong\"");
        state.lastModified = "Sun, 01 Mar 2026 12:00:00 GMT";
        QCOMPARE(ifRangeValue(state), "\"strong\"");
        state.etag = "W/\"weak\"";
        QCOMPARE(ifRangeValue(state), state.lastModified);
        state.lastModified.clear();
        QVERIFY(ifRangeValue(state).isEmpty());
    }

    void addresses_data()
    {
        QTest::addColumn<QString>("from");
        QTest::addColumn<QString>("to");
        QTest::addColumn<bool>("safe");
        QTest::addColumn<bool>("may");
        QTest::addColumn<bool>("same");
        QTest::newRow("https") << "https://a.example/x"
                               << "https://b.example/y" << true << true << false;
        QTest::newRow("same") << "https://a.example/x"
                              << "https://a.example:443/y" << true << true << true;
        QTest::newRow("other port") << "https://a.example/x"
                                    << "https://a.example:27017/y" << true << true << false;
        QTest::newRow("http") << "https://a.example/x"
                              << "http://a.example/x" << false << false << false;
        QTest::newRow("into this computer") << "https://a.example/x"
                                            << "http://127.0.0.1/x" << true << false << false;
        QTest::newRow("within this computer") << "http://localhost:1/x"
                                              << "http://127.0.0.1:2/x" << true << true << false;
        QTest::newRow("a file") << "https://a.example/x"
                                << "file:///etc/passwd" << false << false << false;
    }
    void addresses()
    {
        QFETCH(QString, from);
        QFETCH(QString, to);
        QTEST(isSafeAddress(QUrl(to)), "safe");
        QTEST(mayRedirect(QUrl(from), QUrl(to)), "may");
        QTEST(isSameOrigin(QUrl(from), QUrl(to)), "same");
    }

    void names()
    {
        QCOMPARE(numberedName("/d/a.tar.gz", 1), "/d/a.tar.gz");
        QCOMPARE(numberedName("/d/a.tar.gz", 2), "/d/a (2).tar.gz");
        QCOMPARE(numberedName("/d.x/a", 3), "/d.x/a (3)");
        QCOMPARE(markedName("/d/a.tgz", "damaged"), "/d/a (damaged).tgz");
        QCOMPARE(safeFileName("../../etc/passwd"), "passwd");
        QCOMPARE(safeFileName("..\\a\nb.tgz"), "a_b.tgz");
        QCOMPARE(safeFileName(".bashrc"), "bashrc");
        QCOMPARE(safeFileName("/"), "backup.tar.gz");
        const QString cut = safeFileName(QString(400, 'x') + ".tar.gz");
        QVERIFY(cut.size() <= 200);
        QVERIFY(cut.endsWith(".tar.gz"));
        QVERIFY(namesTarArchive("/d/a.TGZ"));
        QVERIFY(namesTarArchive("/d/a.tar.gz.part"));
        QVERIFY(!namesTarArchive("/d/a.gz"));
        QVERIFY(namesGzip("/d/a.gz"));
        QVERIFY(!namesGzip("/d/a.bin"));
    }

    void hashes()
    {
        const QByteArray sha1(40, 'a');
        const QByteArray sha256(64, 'b');
        QCOMPARE(pastedHash(" " + sha1.toUpper() + "\n"), sha1);
        QCOMPARE(pastedHash("SHA-256: " + sha256), sha256);
        QCOMPARE(pastedHash(sha256 + "  backup.tar.gz\n"), sha256);
        QCOMPARE(pastedHash(QByteArray(128, '1')), QByteArray(128, '1'));
        QVERIFY(pastedHash(sha1 + ' ' + sha256).isEmpty()); // which one?
        QVERIFY(pastedHash(QByteArray(41, 'a')).isEmpty());
        QVERIFY(pastedHash("no hash").isEmpty());
        QCOMPARE(checksumLine("ab", "/d/a b.tgz"), "ab  a b.tgz\n");
        QCOMPARE(checksumLine("ab", "/d/a\\b.tgz"), "\\ab  a\\\\b.tgz\n");
    }

    void everyProblemHasAWordAndASentence()
    {
        for (int i = 1; i <= int(Kind::TooManyRedirects); ++i) {
            const TransferProblem problem {Kind(i), "why", 0};
            QVERIFY2(problemKind(toWord(problem.kind)) == problem.kind,
                     qPrintable(toWord(Kind(i))));
            QVERIFY(describe(problem).contains("why"));
            QVERIFY(describe(problem).size() > 30);
        }
        QVERIFY(describe({}).isEmpty());
    }
};

QTEST_APPLESS_MAIN(TestReplyHead)
#include "tst_replyhead.moc"
