#include "session/environmentmarks.h"

#include <QCoreApplication>
#include <QSettings>
#include <array>

namespace {

struct MarkWords {
    Q_DECLARE_TR_FUNCTIONS(EnvironmentMarks)
};

// In the order of the enumeration; written to the settings.
constexpr std::array kWords {"", "production", "staging", "development"};

EnvironmentMark readMark(const QString &word)
{
    for (std::size_t i = 1; i < kWords.size(); ++i) {
        if (word == QLatin1String(kWords[i]))
            return EnvironmentMark(int(i));
    }
    return EnvironmentMark::None;
}

} // namespace

EnvironmentMarks::EnvironmentMarks(QSettings &settings, const Profile &profile, QObject *parent)
    : QObject(parent), m_settings(settings), m_profileId(profile.id),
      m_profileMark(profile.environment)
{
}

EnvironmentMark EnvironmentMarks::mark(const QString &projectId, const QString &cluster) const
{
    for (const QString &name : {cluster, QString()}) {
        if (const EnvironmentMark given = own(projectId, name); given != EnvironmentMark::None)
            return given;
    }
    return m_profileMark;
}

EnvironmentMark EnvironmentMarks::own(const QString &projectId, const QString &cluster) const
{
    return readMark(m_settings.value(key(projectId, cluster)).toString());
}

bool EnvironmentMarks::isMarked(const QString &projectId, const QString &cluster) const
{
    return own(projectId, cluster) != EnvironmentMark::None
        || own(projectId) != EnvironmentMark::None;
}

void EnvironmentMarks::setMark(const QString &projectId, const QString &cluster,
                               EnvironmentMark mark)
{
    if (own(projectId, cluster) == mark)
        return;
    if (mark == EnvironmentMark::None)
        m_settings.remove(key(projectId, cluster));
    else
        m_settings.setValue(key(projectId, cluster), QLatin1String(kWords.at(std::size_t(mark))));
    emit changed();
}

QString EnvironmentMarks::key(const QString &projectId, const QString &cluster) const
{
    // A cluster's name never holds a "/", and "." never stands alone as one.
    return QStringLiteral("marks/%1/%2/%3")
        .arg(m_profileId, projectId, cluster.isEmpty() ? QStringLiteral(".") : cluster);
}

QString environmentName(EnvironmentMark mark)
{
    switch (mark) {
    case EnvironmentMark::Production:
        return MarkWords::tr("Production");
    case EnvironmentMark::Staging:
        return MarkWords::tr("Staging");
    case EnvironmentMark::Development:
        return MarkWords::tr("Development");
    case EnvironmentMark::None:
        break;
    }
    return {};
}
