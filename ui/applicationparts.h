// What the application is made of, as found on this computer. Tests put in their own.
#pragma once

#include <QProcessEnvironment>
#include <QString>
#include <memory>

class CredentialStore;
class QSettings;
class SleepInhibitor;
struct StartOptions;

struct ApplicationParts {
    std::unique_ptr<QSettings> settings;
    std::unique_ptr<CredentialStore> keychain;
    QString journalFile;
    QProcessEnvironment environment;
    std::unique_ptr<SleepInhibitor> inhibitor; // while transfers run; may be null

    ApplicationParts();
    ApplicationParts(ApplicationParts &&) noexcept;
    ~ApplicationParts();
};

/// The person's own. With --sandbox their settings and keychain are not even opened, and null.
ApplicationParts partsOfThisComputer(const StartOptions &options);
