// The person's own marks: which projects and clusters are production, staging, development. A
// cluster without one has its project's, a project without one the profile's. Kept in the settings,
// by profile.
#pragma once

#include "atlas/resources.h"
#include "session/profile.h"

#include <QObject>

class QSettings;

class EnvironmentMarks : public QObject
{
    Q_OBJECT

public:
    /// `settings` must outlive it.
    EnvironmentMarks(QSettings &settings, const Profile &profile, QObject *parent = nullptr);

    /// What counts for a cluster, or for a project if `cluster` is empty.
    EnvironmentMark mark(const QString &projectId, const QString &cluster = {}) const;
    /// The mark that was given to just this place; None if it inherits.
    EnvironmentMark own(const QString &projectId, const QString &cluster = {}) const;
    /// True if the place or its project has a mark of its own; else the profile's counts.
    bool isMarked(const QString &projectId, const QString &cluster = {}) const;
    /// None takes the mark away.
    void setMark(const QString &projectId, const QString &cluster, EnvironmentMark mark);

signals:
    void changed();

private:
    QString key(const QString &projectId, const QString &cluster) const;

    QSettings &m_settings;
    QString m_profileId;
    EnvironmentMark m_profileMark;
};

/// "Production", "Staging", "Development", translated; empty for None.
QString environmentName(EnvironmentMark mark);
