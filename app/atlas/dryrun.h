// A change as it would be sent, for reading and for other tools: the exact request, a line for
// curl, a command for the Atlas CLI. Nothing here sends anything, and no secret gets in: logins
// stand in the texts as environment variables.
#pragma once

#include "http/request.h"

#include <QList>
#include <QPair>

enum class DryRunLogin {
    ServiceAccount, // a Bearer token
    ApiKey, // HTTP Digest
};

struct DryRun {
    QByteArray verb;
    QUrl url;
    QList<QPair<QString, QString>> headers; // as sent but for the Authorization, which is masked
    QByteArray body; // pretty JSON; empty: none is sent
    DryRunLogin login = DryRunLogin::ServiceAccount;
    QString operationId; // empty: not known
    QString path; // as RequestData has it, below the base URL

    bool operator==(const DryRun &) const = default;
};

/// A command for a shell, or why there is none.
struct ShellCommand {
    QString text; // empty: there is none
    QString note; // what to know before running it, or why there is none
};

/// What a Client of this base URL would send.
DryRun dryRunOf(const RequestData &request, const QUrl &baseUrl, DryRunLogin login);
/// Verb and URL, headers, an empty line, the body.
QString dryRunText(const DryRun &run);
/// One POSIX shell command. Expects $ATLAS_PUBLIC_KEY and $ATLAS_PRIVATE_KEY, or
/// $ATLAS_ACCESS_TOKEN. Sends once, never again.
ShellCommand asCurl(const DryRun &run);
/// `atlas api <tag> <operation>` with the body on its standard input; never `atlas backups`, whose
/// download overwrites the target of a Flex cluster.
ShellCommand asAtlasApi(const DryRun &run);
/// The command below a shell comment that Snapback would not send this, and why; unchanged if `why`
/// or the command is empty.
ShellCommand withObjection(ShellCommand command, const QString &why);
/// As one word of a POSIX shell, whatever is in it.
QString shellQuoted(const QString &text);
