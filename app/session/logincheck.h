// Tests a login by real calls: which organizations and projects does it see? Nothing is kept; the
// token made for it is ended again.
#pragma once

#include "atlas/resources.h"
#include "session/profile.h"

#include <QObject>
#include <functional>
#include <memory>
#include <optional>

class Client;

struct LoginReport {
    QList<Organization> organizations; // empty if the login may not list them
    QList<Project> projects;
};

class LoginCheck : public QObject
{
    Q_OBJECT

public:
    LoginCheck(const Profile &profile, const Credentials &credentials, QObject *parent = nullptr);
    /// Deleting it forgets the callback.
    ~LoginCheck() override;

    /// `done` runs once, later, unless the check is deleted first. A login that sees projects but
    /// may not list organizations is good.
    void start(std::function<void(Result<LoginReport>)> done);

private:
    void finish();

    std::unique_ptr<Client> m_client;
    std::function<void(Result<LoginReport>)> m_done;
    std::optional<Error> m_projectsError;
    std::optional<Error> m_organizationsError;
    LoginReport m_report;
    int m_running = 0;
};
