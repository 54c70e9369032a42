#include "session/logincheck.h"

#include "atlas/endpoints.h"
#include "http/client.h"

using namespace std::chrono_literals;

LoginCheck::LoginCheck(const Profile &profile, const Credentials &credentials, QObject *parent)
    : QObject(parent), m_client(std::make_unique<Client>(profile.baseUrl, credentials, profile.net))
{
}

LoginCheck::~LoginCheck() = default;

void LoginCheck::start(std::function<void(Result<LoginReport>)> done)
{
    m_done = std::move(done);
    m_running = 2;
    m_client->send(listOrganizations({1, 500}), this,
                   [this](const Result<Page<Organization>> &page) {
                       if (page)
                           m_report.organizations = page->items;
                       else
                           m_organizationsError = page.error();
                       finish();
                   });
    m_client->send(listProjects({1, 500}), this, [this](const Result<Page<Project>> &page) {
        if (page)
            m_report.projects = page->items;
        else
            m_projectsError = page.error();
        finish();
    });
}

void LoginCheck::finish()
{
    if (--m_running > 0)
        return;
    m_client->logOut(2s, this, [this] {
        if (m_organizationsError && m_projectsError)
            m_done(*m_projectsError);
        else
            m_done(m_report);
    });
}
