// Profiles in QSettings. It holds no secret and asks no keychain: whoever removes a profile removes
// its entry there.
#pragma once

#include "session/profile.h"

#include <QList>
#include <QObject>
#include <optional>

class QSettings;

class ProfileStore : public QObject
{
    Q_OBJECT

public:
    /// `settings` must outlive the store.
    explicit ProfileStore(QSettings &settings, QObject *parent = nullptr);

    /// In the order of their names. Settings of another version read leniently: a word or number we
    /// don't know gives the default, a key we don't know stays.
    QList<Profile> profiles() const;
    std::optional<Profile> byName(QStringView name) const;
    std::optional<Profile> byId(QStringView id) const;
    /// Adds or replaces by id; makes the id if it is empty and returns the stored profile.
    /// InvalidInput if checkProfile() refuses it or another profile has the name (case does not
    /// count); Disk if the settings can't be written, and then everything is as it was.
    /// Session-only profiles are not stored: InvalidInput.
    Result<Profile> save(Profile profile);
    Result<void> remove(const QString &id);
    /// The profile opened last; empty if none.
    QString lastId() const;
    void setLastId(const QString &id);

signals:
    void changed();

private:
    Error unwritable() const;

    QSettings &m_settings;
};
