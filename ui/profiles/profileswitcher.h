// The toolbar's profile button: which profile is open, the others one click away, and what makes,
// changes or forgets one. While a change is out nothing of it can be chosen, and it says why.
#pragma once

#include <QToolButton>

class Application;
class QActionGroup;
class QMenu;
struct Profile;

class ProfileSwitcher : public QToolButton
{
    Q_OBJECT

public:
    explicit ProfileSwitcher(Application &application, QWidget *parent = nullptr);

private:
    void rebuild();
    void showCurrent();
    void addProfile(const Profile &profile);
    void addCommands();

    Application &m_application;
    QMenu *m_menu;
    QActionGroup *m_open; // one is open at most
};
