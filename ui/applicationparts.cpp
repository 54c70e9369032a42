#include "applicationparts.h"

#include "session/keychainstore.h"
#include "session/startchoice.h"
#include "transfer/sleepinhibitor.h"

#include <QSettings>
#include <QStandardPaths>

ApplicationParts::ApplicationParts() = default;
ApplicationParts::ApplicationParts(ApplicationParts &&) noexcept = default;
ApplicationParts::~ApplicationParts() = default;

ApplicationParts partsOfThisComputer(const StartOptions &options)
{
    ApplicationParts parts;
    parts.environment = QProcessEnvironment::systemEnvironment();
    parts.journalFile = QStandardPaths::writableLocation(QStandardPaths::AppLocalDataLocation)
        + QStringLiteral("/activity.jsonl");
    parts.inhibitor = std::make_unique<PortalInhibitor>();
    if (options.sandbox)
        return parts;
    const QString name = QStringLiteral("Snapback");
    parts.settings = std::make_unique<QSettings>(name, name);
    parts.keychain = std::make_unique<KeychainStore>();
    return parts;
}
