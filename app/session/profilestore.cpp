#include "session/profilestore.h"

#include "session/makeerror.h"

#include <QRegularExpression>
#include <QSettings>
#include <QUuid>
#include <algorithm>

namespace {

const QString kGroup = QStringLiteral("profiles");
const QString kLast = QStringLiteral("lastProfile");

// The words of the file. They never change; a word we don't know reads as the first of its list.
template <typename T> struct Word {
    T value;
    const char *text;
};
constexpr Word<LoginKind> kLoginKinds[] = {{LoginKind::ServiceAccount, "serviceAccount"},
                                           {LoginKind::ApiKey, "apiKey"}};
constexpr Word<EnvironmentMark> kMarks[] = {{EnvironmentMark::None, "none"},
                                            {EnvironmentMark::Production, "production"},
                                            {EnvironmentMark::Staging, "staging"},
                                            {EnvironmentMark::Development, "development"}};
constexpr Word<ApiVersion> kVersions[] = {{ApiVersion::V2, "v2"}, {ApiVersion::V1, "v1.0"}};
constexpr Word<NetSettings::Proxy> kProxies[] = {{NetSettings::Proxy::System, "system"},
                                                 {NetSettings::Proxy::None, "none"},
                                                 {NetSettings::Proxy::Manual, "manual"}};

template <typename T, size_t N> QString toWord(const Word<T> (&words)[N], T value)
{
    for (const Word<T> &word : words) {
        if (word.value == value)
            return QLatin1String(word.text);
    }
    return QLatin1String(words[0].text);
}

template <typename T, size_t N> T fromWord(const Word<T> (&words)[N], const QVariant &text)
{
    for (const Word<T> &word : words) {
        if (text.toString().compare(QLatin1String(word.text), Qt::CaseInsensitive) == 0)
            return word.value;
    }
    return words[0].value;
}

std::chrono::milliseconds readTime(const QVariant &value, std::chrono::milliseconds fallback)
{
    bool ok = false;
    const qlonglong ms = value.toLongLong(&ok);
    return ok && ms > 0 ? std::chrono::milliseconds(ms) : fallback;
}

using Values = QList<std::pair<QString, QVariant>>;

Values toValues(const Profile &profile)
{
    const NetSettings &net = profile.net;
    return {
        {QStringLiteral("name"), profile.name},
        {QStringLiteral("baseUrl"), profile.baseUrl.toString()},
        {QStringLiteral("loginKind"), toWord(kLoginKinds, profile.loginKind)},
        {QStringLiteral("loginName"), profile.loginName},
        {QStringLiteral("environment"), toWord(kMarks, profile.environment)},
        {QStringLiteral("readOnly"), profile.readOnly},
        {QStringLiteral("tenantRestores"), toWord(kVersions, profile.tenantRestores)},
        {QStringLiteral("proxy"), toWord(kProxies, net.proxy)},
        {QStringLiteral("proxyHost"), net.proxyHost},
        {QStringLiteral("proxyPort"), net.proxyPort},
        {QStringLiteral("caFile"), net.caFile},
        {QStringLiteral("transferTimeoutMs"), qlonglong(net.transferTimeout.count())},
        {QStringLiteral("deadlineMs"), qlonglong(net.deadline.count())},
    };
}

Profile readProfile(const QSettings &settings, const QString &id)
{
    const auto value = [&](const char *key) {
        return settings.value(kGroup + u'/' + id + u'/' + QLatin1String(key));
    };
    Profile profile;
    profile.id = id;
    profile.name = value("name").toString();
    profile.baseUrl = QUrl(value("baseUrl").toString(), QUrl::StrictMode);
    profile.loginKind = fromWord(kLoginKinds, value("loginKind"));
    profile.loginName = value("loginName").toString();
    // A person can look for a name they can see: the file may have been edited by hand.
    if (profile.name.trimmed().isEmpty())
        profile.name = profile.loginName.isEmpty() ? id : profile.loginName;
    profile.environment = fromWord(kMarks, value("environment"));
    profile.readOnly = value("readOnly").toBool();
    profile.tenantRestores = fromWord(kVersions, value("tenantRestores"));
    profile.net.proxy = fromWord(kProxies, value("proxy"));
    profile.net.proxyHost = value("proxyHost").toString();
    const uint port = value("proxyPort").toUInt();
    profile.net.proxyPort = port <= 65535 ? quint16(port) : quint16(0);
    profile.net.caFile = value("caFile").toString();
    profile.net.transferTimeout =
        readTime(value("transferTimeoutMs"), NetSettings().transferTimeout);
    profile.net.deadline = readTime(value("deadlineMs"), NetSettings().deadline);
    return profile;
}

bool isId(const QString &id)
{
    static const QRegularExpression pattern(QStringLiteral("\\A[A-Za-z0-9-]{1,64}\\z"));
    return pattern.match(id).hasMatch();
}

bool sameName(QStringView a, QStringView b)
{
    return a.trimmed().compare(b.trimmed(), Qt::CaseInsensitive) == 0;
}

// QSettings::status() never goes back to NoError, so one failure would spoil every later save. A
// second object on the same file shares its content and has a status of its own.
bool syncToDisk(QSettings &settings)
{
    QSettings fresh(settings.fileName(), settings.format());
    fresh.sync();
    return fresh.status() == QSettings::NoError;
}

} // namespace

ProfileStore::ProfileStore(QSettings &settings, QObject *parent)
    : QObject(parent), m_settings(settings)
{
}

QList<Profile> ProfileStore::profiles() const
{
    m_settings.beginGroup(kGroup);
    const QStringList ids = m_settings.childGroups();
    m_settings.endGroup();

    QList<Profile> profiles;
    for (const QString &id : ids) {
        if (isId(id))
            profiles << readProfile(m_settings, id);
    }
    std::sort(profiles.begin(), profiles.end(), [](const Profile &a, const Profile &b) {
        const int order = a.name.compare(b.name, Qt::CaseInsensitive);
        return order != 0 ? order < 0 : a.id < b.id;
    });
    return profiles;
}

std::optional<Profile> ProfileStore::byName(QStringView name) const
{
    for (const Profile &profile : profiles()) {
        if (sameName(profile.name, name))
            return profile;
    }
    return std::nullopt;
}

std::optional<Profile> ProfileStore::byId(QStringView id) const
{
    for (const Profile &profile : profiles()) {
        if (profile.id == id)
            return profile;
    }
    return std::nullopt;
}

Result<Profile> ProfileStore::save(Profile profile)
{
    if (profile.sessionOnly)
        return fieldError(QStringLiteral("sessionOnly"),
                          tr("This profile lasts for this session only and is not stored."));
    if (Result<void> checked = checkProfile(profile); !checked)
        return checked.error();
    if (profile.id.isEmpty())
        profile.id = QUuid::createUuid().toString(QUuid::WithoutBraces);
    if (!isId(profile.id))
        return fieldError(QStringLiteral("id"), tr("The profile can't be stored under this id."));
    profile.name = profile.name.trimmed();
    profile.loginName = profile.loginName.trimmed();
    for (const Profile &other : profiles()) {
        if (other.id != profile.id && sameName(other.name, profile.name))
            return fieldError(
                QStringLiteral("name"),
                tr("There is a profile named \u201c%1\u201d already.").arg(other.name));
    }

    const QString prefix = kGroup + u'/' + profile.id + u'/';
    Values before;
    for (const auto &[key, value] : toValues(profile)) {
        before.emplace_back(key, m_settings.value(prefix + key));
        m_settings.setValue(prefix + key, value);
    }
    if (!syncToDisk(m_settings)) {
        for (const auto &[key, value] : std::as_const(before)) {
            if (value.isValid())
                m_settings.setValue(prefix + key, value);
            else
                m_settings.remove(prefix + key);
        }
        return unwritable();
    }
    emit changed();
    return profile;
}

Result<void> ProfileStore::remove(const QString &id)
{
    const std::optional<Profile> old = byId(id);
    if (!old)
        return makeError(Error::Kind::NotFound, tr("There is no such profile."));
    m_settings.remove(kGroup + u'/' + id);
    if (!syncToDisk(m_settings)) {
        for (const auto &[key, value] : toValues(*old))
            m_settings.setValue(kGroup + u'/' + id + u'/' + key, value);
        return unwritable();
    }
    if (lastId() == id)
        setLastId(QString());
    emit changed();
    return {};
}

QString ProfileStore::lastId() const
{
    return m_settings.value(kLast).toString();
}

void ProfileStore::setLastId(const QString &id)
{
    if (id.isEmpty())
        m_settings.remove(kLast);
    else
        m_settings.setValue(kLast, id);
}

Error ProfileStore::unwritable() const
{
    return makeError(Error::Kind::Disk,
                     tr("The settings file %1 can't be written.").arg(m_settings.fileName()));
}
