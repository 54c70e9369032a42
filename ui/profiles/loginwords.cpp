#include "profiles/loginwords.h"

#include "session/keychainstore.h"

#include <QCoreApplication>

namespace {

constexpr qsizetype kNamesShown = 4;
constexpr qsizetype kPage = 500; // as many as the check asks for

struct LoginWords {
    Q_DECLARE_TR_FUNCTIONS(ProfileEditor)
};

template <typename T> QString firstNames(const QList<T> &things)
{
    QStringList names;
    for (const T &thing : things.first(qMin(kNamesShown, things.size())))
        names << (thing.name.isEmpty() ? thing.id : thing.name);
    const qsizetype more = things.size() - names.size();
    const QString list = names.join(u", ");
    return more > 0 ? LoginWords::tr("%1 and %2 more").arg(list).arg(more) : list;
}

QString describeOrganizations(const QList<Organization> &organizations)
{
    const qsizetype count = organizations.size();
    if (count == 1)
        return LoginWords::tr("1 organization (%1)").arg(firstNames(organizations));
    return (count < kPage ? LoginWords::tr("%1 organizations (%2)")
                          : LoginWords::tr("%1 or more organizations (%2)"))
        .arg(count)
        .arg(firstNames(organizations));
}

QString describeProjects(const QList<Project> &projects)
{
    const qsizetype count = projects.size();
    if (count == 1)
        return LoginWords::tr("1 project (%1)").arg(firstNames(projects));
    return (count < kPage ? LoginWords::tr("%1 projects (%2)")
                          : LoginWords::tr("%1 or more projects (%2)"))
        .arg(count)
        .arg(firstNames(projects));
}

} // namespace

QString describeLogin(const LoginReport &report)
{
    const bool organizations = !report.organizations.isEmpty();
    const bool projects = !report.projects.isEmpty();
    if (organizations && projects)
        return LoginWords::tr("This login works. It sees %1 and %2.")
            .arg(describeOrganizations(report.organizations), describeProjects(report.projects));
    if (projects)
        return LoginWords::tr("This login works. It sees %1. It may not list organizations.")
            .arg(describeProjects(report.projects));
    if (organizations)
        return LoginWords::tr("This login works. It sees %1, but no project: give it a role in "
                              "the projects you want to see.")
            .arg(describeOrganizations(report.organizations));
    return LoginWords::tr("This login is accepted, but sees no organization and no project: give "
                          "it a role in Atlas.");
}

bool isKeychainError(const Error &error)
{
    switch (error.kind) {
    case Error::Kind::KeychainMissing:
    case Error::Kind::KeychainLocked:
    case Error::Kind::KeychainDenied:
    case Error::Kind::KeychainFailed:
        return true;
    default:
        return false;
    }
}

QString describeProblem(const Error &error)
{
    if (isKeychainError(error)) {
        const ErrorText text = describeKeychain(error);
        return text.sentence + u' ' + text.remedy;
    }
    const bool isOurs = error.httpStatus == 0
        && (error.kind == Error::Kind::InvalidInput || error.kind == Error::Kind::InsecureUrl
            || error.kind == Error::Kind::Disk);
    return isOurs && !error.detail.isEmpty() ? error.detail : describeFully(error);
}
