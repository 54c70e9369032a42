#include "atlas/dryrun.h"

#include "atlas/operations.h"

#include <QCoreApplication>
#include <QJsonDocument>
#include <array>

using namespace Qt::StringLiterals;

namespace {

struct DryRunText {
    Q_DECLARE_TR_FUNCTIONS(DryRunText)
};

// What the Atlas CLI calls the operations: the document's `x-xgen-operation-id-override`.
struct CliName {
    const char *operationId;
    const char *command;
};

constexpr std::array<CliName, 7> kCliNames {{
    {"createGroupClusterBackupRestoreJob", "createBackupRestoreJob"},
    {"cancelGroupClusterBackupRestoreJob", "cancelBackupRestoreJob"},
    {"takeGroupClusterBackupSnapshots", "takeSnapshots"},
    {"createGroupClusterCollectionRestoreJob", "createCollectionRestoreJob"},
    {"createGroupClusterRestoreJob", "createClusterRestoreJob"},
    {"createGroupFlexClusterBackupRestoreJob", "createFlexRestoreJob"},
    {"downloadGroupFlexClusterBackup", "downloadFlexBackup"},
}};

QUrl urlOf(const RequestData &request, const QUrl &baseUrl)
{
    QUrl url = baseUrl.adjusted(QUrl::RemoveUserInfo | QUrl::RemoveQuery | QUrl::RemoveFragment
                                | QUrl::StripTrailingSlash);
    url.setPath(url.path(QUrl::FullyEncoded) + request.path, QUrl::TolerantMode);
    QString query = request.query.toString(QUrl::FullyEncoded);
    query.replace(u'+', "%2B"_L1);
    if (!query.isEmpty())
        url.setQuery(query, QUrl::TolerantMode);
    return url;
}

QString urlText(const DryRun &run)
{
    return QString::fromLatin1(run.url.toEncoded());
}

// The same JSON on one line, as it is sent.
QString compactBody(const DryRun &run)
{
    const QJsonDocument json = QJsonDocument::fromJson(run.body);
    return QString::fromUtf8(json.isNull() ? run.body : json.toJson(QJsonDocument::Compact));
}

// "Cloud Backups" is cloudBackups.
QString camelCase(const QString &tag)
{
    QString name;
    for (const QString &word : tag.split(u' ', Qt::SkipEmptyParts))
        name += name.isEmpty() ? word.left(1).toLower() + word.mid(1)
                               : word.left(1).toUpper() + word.mid(1);
    return name;
}

// The {placeholders} of the operation's path with what stands there in ours.
QStringList pathFlags(const QString &pattern, const QString &path)
{
    const QStringList names = pattern.split(u'/');
    const QStringList values = path.split(u'/');
    QStringList flags;
    for (qsizetype i = 0; i < qMin(names.size(), values.size()); ++i) {
        const QString &name = names[i];
        if (name.startsWith(u'{') && name.endsWith(u'}'))
            flags << u"--"_s + name.mid(1, name.size() - 2)
                  << shellQuoted(QUrl::fromPercentEncoding(values[i].toLatin1()));
    }
    return flags;
}

const char *cliNameOf(const QString &operationId)
{
    for (const CliName &name : kCliNames) {
        if (operationId == QLatin1StringView(name.operationId))
            return name.command;
    }
    return nullptr;
}

} // namespace

DryRun dryRunOf(const RequestData &request, const QUrl &baseUrl, DryRunLogin login)
{
    DryRun run;
    run.verb = request.verb;
    run.url = urlOf(request, baseUrl);
    run.login = login;
    run.operationId = QString::fromLatin1(request.operationId);
    run.path = request.path;
    if (!request.accept.isEmpty())
        run.headers.append({u"Accept"_s, QString::fromLatin1(request.accept)});
    if (!request.body.isEmpty()) {
        run.headers.append({u"Content-Type"_s, QString::fromLatin1(request.contentType)});
        const QJsonDocument json = QJsonDocument::fromJson(request.body);
        run.body = json.isNull() ? request.body : json.toJson(QJsonDocument::Indented).trimmed();
    }
    run.headers.append({u"Authorization"_s,
                        login == DryRunLogin::ApiKey
                            ? DryRunText::tr("Digest (hidden)", "HTTP header")
                            : DryRunText::tr("Bearer (hidden)", "HTTP header")});
    return run;
}

QString dryRunText(const DryRun &run)
{
    QString text = QString::fromLatin1(run.verb) + u' ' + urlText(run) + u'\n';
    for (const auto &[name, value] : run.headers)
        text += name + u": "_s + value + u'\n';
    if (!run.body.isEmpty())
        text += u'\n' + QString::fromUtf8(run.body) + u'\n';
    return text;
}

ShellCommand asCurl(const DryRun &run)
{
    // --retry 0 undoes one of the person's own configuration file; --globoff leaves [::1] alone.
    QStringList lines {u"curl --fail-with-body --silent --show-error --globoff --retry 0"_s,
                       u"--request "_s + QString::fromLatin1(run.verb)};
    const bool digest = run.login == DryRunLogin::ApiKey;
    lines.append(digest ? u"--digest --user \"$ATLAS_PUBLIC_KEY:$ATLAS_PRIVATE_KEY\""_s
                        : u"--header \"Authorization: Bearer $ATLAS_ACCESS_TOKEN\""_s);
    for (const auto &[name, value] : run.headers) {
        if (name != "Authorization"_L1)
            lines.append(u"--header "_s + shellQuoted(name + u": "_s + value));
    }
    if (!run.body.isEmpty())
        lines.append(u"--data-raw "_s + shellQuoted(compactBody(run)));
    lines.append(shellQuoted(urlText(run)));
    return {lines.join(u" \\\n  "_s),
            digest ? DryRunText::tr("Set ATLAS_PUBLIC_KEY and ATLAS_PRIVATE_KEY first. Each run "
                                    "sends the request once.")
                   : DryRunText::tr("Set ATLAS_ACCESS_TOKEN first, to a token from "
                                    "/api/oauth/token. Each run sends the request once.")};
}

ShellCommand asAtlasApi(const DryRun &run)
{
    const Operation *operation = operationById(run.operationId);
    if (operation && operation->retiredOn)
        return {{},
                DryRunText::tr("The Atlas CLI has no command for this call any more: Atlas ended "
                               "it on %1.")
                    .arg(QLatin1StringView(operation->retiredOn))};
    const char *command = cliNameOf(run.operationId);
    if (!operation || !command)
        return {{}, DryRunText::tr("The Atlas CLI has no command for this call.")};
    QStringList words {u"atlas api"_s, camelCase(QLatin1StringView(operation->tag)),
                       QString::fromLatin1(command)};
    words += pathFlags(QString::fromLatin1(operation->path), run.path);
    // Pinned: what the CLI takes by itself may be a preview.
    words << u"--version"_s << QString::fromLatin1(operation->version);
    QString text = words.join(u' ');
    if (!run.body.isEmpty())
        text = u"printf '%s' "_s + shellQuoted(compactBody(run)) + u" |\n  "_s + text;
    return {text,
            DryRunText::tr("It runs with the login and the service of your Atlas CLI profile, not "
                           "with Snapback's.")};
}

// Quoted, too: an interactive zsh takes "#" for a command, and the words may hold names that others
// gave.
ShellCommand withObjection(ShellCommand command, const QString &why)
{
    if (why.isEmpty() || command.text.isEmpty())
        return command;
    QString words = DryRunText::tr("Snapback would not send this: %1").arg(why).simplified();
    words.removeIf([](QChar character) { return character.category() == QChar::Other_Control; });
    command.text.prepend(u"# "_s + shellQuoted(words) + u'\n');
    return command;
}

QString shellQuoted(const QString &text)
{
    QString quoted = text;
    quoted.replace(u'\'', u"'\\''"_s);
    return u'\'' + quoted + u'\'';
}
