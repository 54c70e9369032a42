// From an answer to the words a person reads.
#include "atlas/errors.h"
#include "atlas/errortable.h"
#include "support/atlasreplies.h"

#include <QDir>
#include <QTest>

Q_DECLARE_METATYPE(Error)

using Kind = Error::Kind;

class tst_Errors : public QObject
{
    Q_OBJECT

private slots:
    void everyFixtureReadsWell_data();
    void everyFixtureReadsWell();
    void fixtures_data();
    void fixtures();
    void fieldsAndParameters();
    void documentedCodes_data();
    void documentedCodes();
    void statuses_data();
    void statuses();
    void everyKindHasWords();
    void noCodeTwice();
    void theKindDecides();
    void fullText();
    void rolesAreNamed_data();
    void rolesAreNamed();
};

void tst_Errors::everyFixtureReadsWell_data()
{
    QTest::addColumn<QString>("path");
    const QDir dir(SNAPBACK_SOURCE_DIR "/tests/data/errors");
    const QStringList names = dir.entryList({"*.http"}, QDir::Files);
    QVERIFY(names.size() > 15);
    for (const QString &name : names)
        QTest::newRow(qPrintable(name)) << dir.filePath(name);
}

void tst_Errors::everyFixtureReadsWell()
{
    QFETCH(QString, path);
    const Reply reply = readHttpFile(path);
    const Error error = readAtlasError(reply);
    QCOMPARE(error.httpStatus, QFileInfo(path).fileName().left(3).toInt());
    const ErrorText text = describe(error);
    QVERIFY(text.sentence.endsWith('.'));
    QVERIFY(text.remedy.endsWith('.'));
    QVERIFY(!describeFully(error).contains("s3cr3t"));
    QVERIFY(describeFully(error).contains(error.code));
    QVERIFY(describeFully(error).contains(error.detail));
}

void tst_Errors::fixtures_data()
{
    QTest::addColumn<QString>("file");
    QTest::addColumn<int>("kind");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("detail");
    QTest::addColumn<int>("retryAfter");
    QTest::addColumn<QString>("words"); // part of the sentence
    const auto row = [](const char *file, Kind kind, const char *code, const char *detail,
                        int retryAfter, const char *words) {
        QTest::newRow(file) << QString(file) << int(kind) << QString(code) << QString(detail)
                            << retryAfter << QString(words);
    };
    row("401-no-login", Kind::LoginRefused, "UNEXPECTED_ERROR", "No login was sent.", 0,
        "does not accept this login");
    row("403-address", Kind::AddressRefused, "IP_ADDRESS_NOT_ON_ACCESS_LIST",
        "Address 192.0.2.7 is not on the list.", 0, "this computer's address");
    row("403-address-old-word", Kind::AddressRefused, "ORG_REQUIRES_WHITELIST",
        "This organization wants a list.", 0, "access list");
    row("400-version-mismatch", Kind::TargetUnsuitable, "TENANT_RESTORE_VERSION_MISMATCH",
        "Target runs 6.0.", 0, "no data was touched");
    row("400-bad-fields", Kind::Rejected, "VALIDATION_ERROR", "Two fields are wrong.", 0,
        "nothing was changed");
    row("404-cluster", Kind::NotFound, "CLUSTER_NOT_FOUND", "No cluster named gone.", 0,
        "no such cluster");
    row("409-unlisted-code", Kind::Conflict, "SOME_CODE_OF_TOMORROW", "It is not the time.", 0,
        "present state");
    row("410-retired", Kind::Retired, "VERSION_GONE", "", 0, "retired");
    row("429-bucket", Kind::RateLimited, "RATE_LIMITED_TOKEN_BUCKET", "Wait 17 seconds.", 17,
        "Too many calls");
    row("429-header", Kind::RateLimited, "RATE_LIMITED", "Wait.", 31, "Too many calls");
    row("405-upgrade", Kind::ServiceTrouble, "WRITES_NOT_ALLOWED_DURING_APP_UPGRADES", "", 0,
        "being upgraded");
    row("500-fault", Kind::ServiceTrouble, "UNEXPECTED_ERROR", "Oops.", 0, "inside Atlas");
    row("503-with-a-target-code", Kind::ServiceTrouble, "TENANT_RESTORE_DESTINATION_UNAVAILABLE",
        "Later.", 0, "not available");
    row("502-proxy-page", Kind::ServiceTrouble, "", "", 0, "got no answer");
    row("407-proxy", Kind::Proxy, "", "", 0, "proxy asks for a login");
    row("418-unlisted-status", Kind::Rejected, "", "", 0, "does not accept the request");
    row("302-elsewhere", Kind::BadReply, "", "", 0, "cannot be read");
    row("401-oauth-client", Kind::LoginRefused, "invalid_client", "No such client.", 0,
        "client ID");
    row("403-oauth-denied", Kind::Forbidden, "access_denied", "Suspended.", 0, "refuses a token");
    row("400-cancel-automated", Kind::Rejected, "CANNOT_CANCEL_AUTOMATED_RESTORE",
        "Job 66b1f3a00102030405060708 overwrites a cluster and stays.", 0, "cannot be cancelled");
    row("400-point-in-time", Kind::Rejected, "INVALID_PIT_RESTORE_TIME",
        "That second is out of reach.", 0, "cannot be restored to that point in time");
    row("401-role", Kind::Forbidden, "USER_UNAUTHORIZED", "Not for this login.", 0,
        "may not do that");
    row("403-target-project", Kind::Forbidden, "CANNOT_RESTORE_TO_TARGET", "Not onto that cluster.",
        0, "no data was touched");
    row("409-restore-runs", Kind::Conflict, "ATLAS_CLUSTER_RESTORE_IN_PROGRESS",
        "One is running already.", 0, "restore");
    row("404-enveloped", Kind::NotFound, "SNAPSHOT_NOT_FOUND", "It went.", 0, "snapshot");
    row("400-odd-types", Kind::Rejected, "INVALID_ATTRIBUTE", "Bad Request", 0, "values sent");
}

void tst_Errors::fixtures()
{
    QFETCH(QString, file);
    QFETCH(QString, words);
    const Error error =
        readAtlasError(readHttpFile(SNAPBACK_SOURCE_DIR "/tests/data/errors/" + file + ".http"));
    QTEST(int(error.kind), "kind");
    QTEST(error.code, "code");
    QTEST(error.detail, "detail");
    QTEST(int(error.retryAfter.count()), "retryAfter");
    QVERIFY2(describe(error).sentence.contains(words), qPrintable(describe(error).sentence));
}

void tst_Errors::fieldsAndParameters()
{
    const QString dir = SNAPBACK_SOURCE_DIR "/tests/data/errors/";
    QCOMPARE(readAtlasError(readHttpFile(dir + "400-version-mismatch.http")).parameters,
             QStringList({"6.0", "7"}));
    QCOMPARE(readAtlasError(readHttpFile(dir + "400-odd-types.http")).parameters,
             QStringList({"{\"name\":\"x\"}", "", "1.5"}));
    const Error error = readAtlasError(readHttpFile(dir + "400-bad-fields.http"));
    QCOMPARE(error.fields,
             QList<FieldProblem>(
                 {{"snapshotId", "must have 24 digits"}, {"targetProjectId", "is missing"}}));
    QVERIFY(describeFully(error).contains("snapshotId: must have 24 digits"));
}

void tst_Errors::documentedCodes_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("kind");
    const auto rows = [](int status, Kind kind, const QStringList &codes) {
        for (const QString &code : codes)
            QTest::newRow(qPrintable(code)) << status << int(kind);
    };
    rows(403, Kind::AddressRefused,
         {"IP_ADDRESS_NOT_ON_ACCESS_LIST", "IP_ADDRESS_NOT_ON_WHITELIST", "ORG_REQUIRES_WHITELIST",
          "ORG_REQUIRES_ACCESS_LIST", "RESOURCE_REQUIRES_WHITELIST",
          "RESOURCE_REQUIRES_ACCESS_LIST", "GLOBAL_USER_OUTSIDE_SUBNET"});
    rows(401, Kind::Forbidden,
         {"USER_UNAUTHORIZED", "NOT_IN_GROUP", "USER_CANNOT_ACCESS_GROUP",
          "TENANT_SNAPSHOT_ACCESS_DENIED"});
    rows(403, Kind::Forbidden,
         {"ACCESS_FORBIDDEN", "CANNOT_RESTORE_TO_TARGET", "FEATURE_UNSUPPORTED",
          "ATLAS_NETWORK_PERMISSIONS_SIZE_EXCEEDED"});
    rows(402, Kind::Forbidden, {"ACCOUNT_SUSPENDED"});
    rows(404, Kind::NotFound,
         {"CLUSTER_NOT_FOUND", "GROUP_NOT_FOUND", "SNAPSHOT_NOT_FOUND", "RESTORE_JOB_NOT_FOUND",
          "TENANT_SNAPSHOT_NOT_FOUND", "TENANT_RESTORE_NOT_FOUND", "INVALID_JOB_ID",
          "INVALID_SNAPSHOT_ID", "CHECKPOINT_NOT_FOUND", "RESOURCE_NOT_FOUND",
          "UNABLE_T0_FIND_SNAPSHOT_PRIOR_TO_PIT_RESTORE_OPTIME"});
    rows(400, Kind::WrongApi,
         {"CANNOT_USE_FLEX_CLUSTER_IN_CLUSTER_API", "CANNOT_USE_NON_FLEX_CLUSTER_IN_FLEX_API",
          "INCORRECT_BACKUP_API_ENDPOINT"});
    rows(404, Kind::WrongApi, {"ATLAS_GROUP", "NOT_ATLAS_GROUP"});
    rows(400, Kind::TargetUnsuitable,
         {"TENANT_RESTORE_VERSION_MISMATCH", "TENANT_RESTORE_DESTINATION_ENCRYPTION",
          "TENANT_RESTORE_DESTINATION_UNAVAILABLE", "TENANT_RESTORE_INCOMPATIBLE_TOPOLOGY",
          "CLUSTER_PAUSED_CANNOT_RESTORE", "INVALID_SNAPSHOT_RESTORE_ENCRYPTION",
          "CANNOT_PERFORM_RESTORE_ON_CLUSTER_WITH_RUNNING_LIVE_IMPORT",
          "AUTOMATED_RESTORE_OF_SHARD_NOT_ALLOWED"});
    rows(409, Kind::Conflict,
         {"ATLAS_CLUSTER_RESTORE_IN_PROGRESS", "RESTORE_INITIATION_FAILED",
          "NO_CHECKPOINT_FOR_PIT_RESTORE", "CANNOT_START_RESTORE_JOB_FOR_DELETED_SNAPSHOT",
          "CANNOT_START_RESTORE_JOB_FOR_DELETED_CLUSTER_SNAPSHOT",
          "CANNOT_START_RESTORE_JOB_FOR_INCOMPLETE_CLUSTER_SNAPSHOT",
          "CANNOT_DOWNLOAD_INCOMPLETE_SNAPSHOT", "LINK_EXPIRATION_AFTER_SNAPSHOT_DELETION"});
    rows(400, Kind::Rejected,
         {"INVALID_PIT_RESTORE_TIME", "PIT_RESTORE_ONLY_SUPPORTED_FOR_REPLICA_SETS",
          "OPLOG_RESTORE_ONLY_SUPPORTED_FOR_REPLICA_SETS", "UNFINISHED_ON_DEMAND_SNAPSHOT",
          "CANNOT_DOWNLOAD_SNAPSHOT_CONCURRENTLY", "TOO_MANY_SNAPSHOT_DOWNLOADS",
          "CANNOT_DOWNLOAD_SNAPSHOT_WITH_ENCRYPTION", "CANNOT_DOWNLOAD_EXPIRED_JOB",
          "CANNOT_DOWNLOAD_JOB_IN_PROGRESS", "CANNOT_CANCEL_AUTOMATED_RESTORE", "VALIDATION_ERROR",
          "INVALID_ATTRIBUTE", "MISSING_ATTRIBUTE", "INVALID_ENUM_VALUE",
          "UNSUPPORTED_DELIVERY_METHOD", "INVALID_DELIVERY_SCP"});
    rows(405, Kind::Rejected, {"ATLAS_BACKUP_CANCEL_SHARD_RESTORE_JOB_NOT_ALLOWED"});
    rows(406, Kind::Rejected, {"INVALID_VERSION_DATE"});
    rows(429, Kind::RateLimited, {"RATE_LIMITED", "RATE_LIMITED_TOKEN_BUCKET"});
    rows(410, Kind::Retired, {"VERSION_GONE"});
    rows(405, Kind::ServiceTrouble, {"WRITES_NOT_ALLOWED_DURING_APP_UPGRADES"});
    rows(503, Kind::ServiceTrouble, {"SERVICE_UNAVAILABLE"});
    rows(500, Kind::ServiceTrouble, {"UNEXPECTED_ERROR"});
}

void tst_Errors::documentedCodes()
{
    QFETCH(int, status);
    const QString code = QTest::currentDataTag();
    const Error error =
        readAtlasError(jsonReply(QJsonObject {{"error", status}, {"errorCode", code}}, status));
    QTEST(int(error.kind), "kind");
    QCOMPARE(error.code, code);
    Error uncoded = error;
    uncoded.code.clear();
    uncoded.httpStatus = 0;
    const ErrorText text = describe(error);
    QVERIFY(!text.sentence.isEmpty() && !text.remedy.isEmpty());
    // A row of its own says something of its own; the general words would do without it.
    if (status < 429 && code != "VALIDATION_ERROR" && code != "USER_UNAUTHORIZED"
        && code != "IP_ADDRESS_NOT_ON_ACCESS_LIST" && code != "IP_ADDRESS_NOT_ON_WHITELIST"
        && code != "VERSION_GONE" && code != "RESOURCE_NOT_FOUND"
        && code != "INCORRECT_BACKUP_API_ENDPOINT")
        QVERIFY(text.sentence != describe(uncoded).sentence);
}

void tst_Errors::statuses_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<int>("kind");
    const QList<std::pair<int, Kind>> rows {
        {400, Kind::Rejected},       {401, Kind::LoginRefused},   {402, Kind::Forbidden},
        {403, Kind::Forbidden},      {404, Kind::NotFound},       {405, Kind::Rejected},
        {406, Kind::Rejected},       {409, Kind::Conflict},       {410, Kind::Retired},
        {422, Kind::Rejected},       {429, Kind::RateLimited},    {499, Kind::Rejected},
        {500, Kind::ServiceTrouble}, {502, Kind::ServiceTrouble}, {503, Kind::ServiceTrouble},
        {504, Kind::ServiceTrouble}, {599, Kind::ServiceTrouble}, {304, Kind::BadReply}};
    for (const auto &[status, kind] : rows)
        QTest::addRow("%d", status) << status << int(kind);
}

void tst_Errors::statuses()
{
    QFETCH(int, status);
    for (const QByteArray &body : {QByteArray(), QByteArray("nonsense"), QByteArray("[]"),
                                   QByteArray(R"({"errorCode":"NEVER_HEARD_OF"})")}) {
        const Error error = readAtlasError(jsonReply(body, status));
        QTEST(int(error.kind), "kind");
        QCOMPARE(error.httpStatus, status);
        QVERIFY(!describe(error).sentence.isEmpty() && !describe(error).remedy.isEmpty());
    }
}

void tst_Errors::everyKindHasWords()
{
    QSet<QString> sentences;
    for (int kind = 0; kind <= int(Kind::Disk); ++kind) {
        Error error;
        error.kind = Kind(kind);
        const ErrorText text = describe(error);
        QVERIFY2(!text.sentence.isEmpty() && !text.remedy.isEmpty(),
                 qPrintable(QString::number(kind)));
        sentences.insert(text.sentence);
        QCOMPARE(describeFully(error), text.sentence + ' ' + text.remedy);
    }
    QCOMPARE(int(sentences.size()), int(Kind::Disk) + 1);
}

void tst_Errors::noCodeTwice()
{
    QSet<QByteArray> codes;
    for (const CodeRow &row : codeRows()) {
        QVERIFY2(!codes.contains(row.code), row.code);
        QVERIFY2(!QByteArray(row.code).endsWith("_WHITELIST"), row.code);
        codes.insert(row.code);
    }
}

void tst_Errors::theKindDecides()
{
    // The client turns a 500 for a change into OutcomeUnknown; then nothing may sound like "try
    // again".
    Error error = readAtlasError(
        jsonReply(QJsonObject {{"error", 500}, {"errorCode", "UNEXPECTED_ERROR"}}, 500));
    error.kind = Kind::OutcomeUnknown;
    QVERIFY(describe(error).sentence.startsWith("We don't know whether the restore started"));
    QVERIFY(!describe(error).remedy.contains("Try again"));
}

void tst_Errors::fullText()
{
    Error error;
    error.kind = Kind::Unreachable;
    error.detail = "Host elsewhere.test not found";
    QVERIFY(describeFully(error).endsWith("\nIn detail: Host elsewhere.test not found"));
    error = readAtlasError(readHttpFile(SNAPBACK_SOURCE_DIR "/tests/data/errors/429-bucket.http"));
    QVERIFY(describeFully(error).contains("17 s"));
    QVERIFY(describeFully(error).endsWith("Atlas says: Wait 17 seconds. "
                                          "(RATE_LIMITED_TOKEN_BUCKET)"));
}

void tst_Errors::rolesAreNamed_data()
{
    QTest::addColumn<int>("status");
    QTest::addColumn<QString>("code");
    QTest::addColumn<QString>("operation");
    QTest::addColumn<QString>("words"); // of the remedy
    QTest::addColumn<QString>("notWords");
    const auto row = [](const char *name, int status, const char *code, const char *operation,
                        const char *words, const char *notWords = "of the cluster's owner") {
        QTest::newRow(name) << status << QString(code) << QString(operation) << QString(words)
                            << QString(notWords);
    };
    row("a list of jobs", 403, "ACCESS_FORBIDDEN", "listGroupClusterBackupRestoreJobs",
        "the role Project Backup Manager (Project Owner always suffices)", "Project Read Only");
    row("any of two", 403, "ACCESS_FORBIDDEN", "createGroupClusterBackupRestoreJob",
        "the role Project Backup Export Operator or Project Backup Recovery Operator (");
    row("the owner alone", 401, "USER_UNAUTHORIZED", "createGroupClusterRestoreJob",
        "for the role Project Owner, then", "suffices");
    row("of the organization", 401, "USER_UNAUTHORIZED", "getOrgGroups",
        "owner of the organization for the role Organization Member", "Project Owner");
    row("no code", 403, "", "takeGroupClusterBackupSnapshots",
        "the role Project Backup Creator (Project Backup Manager or Project Owner suffices, too)");
    row("a code of tomorrow", 403, "NOT_TODAY", "getGroup", "the role Project Read Only");
    row("a code with words of its own", 403, "CANNOT_RESTORE_TO_TARGET",
        "createGroupFlexClusterBackupRestoreJob",
        "choose another target. Atlas asks for the role Project Backup Recovery Operator here.");
    row("no member", 401, "NOT_IN_GROUP", "getGroup",
        "Atlas asks for the role Project Read Only here.");
    row("no role is named", 403, "ACCESS_FORBIDDEN", "listGroups",
        "Project Backup Manager for restore jobs", "Ask an owner of the organization");
    row("an unknown call", 403, "ACCESS_FORBIDDEN", "", "Project Backup Manager for restore jobs");
    row("no matter of roles", 403, "FEATURE_UNSUPPORTED", "getGroup", "tier or plan",
        "Project Read Only");
    row("a matter of money", 402, "ACCOUNT_SUSPENDED", "getGroup", "billing", "Project Read Only");
    row("an address", 403, "IP_ADDRESS_NOT_ON_ACCESS_LIST", "getGroup", "access list",
        "Project Read Only");
    row("no login", 401, "UNEXPECTED_ERROR", "getGroup", "", "Project Read Only");
}

void tst_Errors::rolesAreNamed()
{
    QFETCH(int, status);
    QFETCH(QString, code);
    QFETCH(QString, operation);
    QFETCH(QString, words);
    QFETCH(QString, notWords);
    Error error =
        readAtlasError(jsonReply(QJsonObject {{"error", status}, {"errorCode", code}}, status));
    error.operationId = operation;
    const QString remedy = describe(error).remedy;
    QVERIFY2(remedy.contains(words), qPrintable(remedy));
    QVERIFY2(!remedy.contains(notWords), qPrintable(remedy));
}

QTEST_GUILESS_MAIN(tst_Errors)
#include "tst_errors.moc"
