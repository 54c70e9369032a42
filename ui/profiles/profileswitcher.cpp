#include "profiles/profileswitcher.h"

#include "application.h"
#include "profiles/profileeditor.h"
#include "style/theme.h"

#include <QActionGroup>
#include <QMenu>
#include <QPainter>

namespace {

constexpr int kNameWidth = 32; // characters on the button

/// Ampersands are mnemonics in menus and buttons.
QString literal(QString text)
{
    return text.replace(u'&', QStringLiteral("&&"));
}

/// "Orders — Production, read-only"
QString titleOf(const Profile &profile)
{
    QStringList words {theme::environmentName(profile.environment)};
    if (profile.readOnly)
        words.append(ProfileSwitcher::tr("read-only"));
    words.removeAll(QString());
    return words.isEmpty()
        ? profile.name
        : QStringLiteral("%1 \u2014 %2").arg(profile.name, words.join(QStringLiteral(", ")));
}

/// A dot in the colour of the environment mark; its word stands beside it.
QIcon dotOf(const Profile &profile, const QWidget &widget)
{
    if (profile.environment == EnvironmentMark::None)
        return {};
    const int size = 2 * theme::kGrid;
    const qreal scale = widget.devicePixelRatioF();
    QPixmap pixmap(QSize(size, size) * scale);
    pixmap.setDevicePixelRatio(scale);
    pixmap.fill(Qt::transparent);
    QPainter painter(&pixmap);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    painter.setBrush(
        theme::toneColor(theme::environmentTone(profile.environment), widget.palette()));
    painter.drawEllipse(QRectF(3, 3, size - 6, size - 6));
    return QIcon(pixmap);
}

} // namespace

ProfileSwitcher::ProfileSwitcher(Application &application, QWidget *parent)
    : QToolButton(parent), m_application(application), m_menu(new QMenu(this)),
      m_open(new QActionGroup(this))
{
    setObjectName(QStringLiteral("profileSwitcher"));
    setAccessibleName(tr("Profile"));
    setToolTip(tr("Switch, add or edit profiles"));
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setPopupMode(QToolButton::InstantPopup);
    setFocusPolicy(Qt::TabFocus);
    m_menu->setToolTipsVisible(true);
    setMenu(m_menu);

    connect(m_menu, &QMenu::aboutToShow, this, &ProfileSwitcher::rebuild);
    connect(&m_application, &Application::sessionChanged, this, &ProfileSwitcher::showCurrent);
    connect(&m_application, &Application::opening, this, &ProfileSwitcher::showCurrent);
    connect(&m_application, &Application::openFailed, this, &ProfileSwitcher::showCurrent);
    connect(&m_application, &Application::busyChanged, this, [this] {
        if (m_menu->isVisible())
            rebuild();
    });
    connect(&m_application.keeper(), &ProfileKeeper::changed, this, &ProfileSwitcher::showCurrent);
    showCurrent();
    rebuild();
}

void ProfileSwitcher::showCurrent()
{
    std::optional<Profile> profile = m_application.keeper().byId(m_application.currentProfileId());
    if (!profile && m_application.session())
        profile = m_application.session()->profile();
    const QString title = profile ? titleOf(*profile) : tr("Profile");
    setText(literal(fontMetrics().elidedText(title, Qt::ElideRight,
                                             fontMetrics().averageCharWidth() * kNameWidth)));
    setAccessibleDescription(profile ? title : QString());
    const QIcon dot = profile ? dotOf(*profile, *this) : QIcon();
    setIcon(dot.isNull() ? theme::icon(QStringLiteral("profile"), palette()) : dot);
}

void ProfileSwitcher::rebuild()
{
    m_menu->clear();
    if (m_application.isBusy()) {
        QAction *reason = m_menu->addAction(
            tr("A restore is being started: profiles can be switched once its answer is known"));
        reason->setObjectName(QStringLiteral("busyReason"));
        reason->setEnabled(false);
        m_menu->addSeparator();
    }
    const QList<Profile> profiles = m_application.keeper().profiles();
    for (const Profile &profile : profiles)
        addProfile(profile);
    if (!profiles.isEmpty())
        m_menu->addSeparator();
    addCommands();
}

void ProfileSwitcher::addProfile(const Profile &profile)
{
    QAction *action = m_menu->addAction(literal(titleOf(profile)));
    action->setObjectName(QStringLiteral("openProfile"));
    action->setData(profile.id);
    action->setCheckable(true);
    action->setActionGroup(m_open);
    action->setChecked(m_application.currentProfileId() == profile.id);
    action->setEnabled(!m_application.isBusy());
    connect(action, &QAction::triggered, this,
            [this, id = profile.id] { m_application.openProfile(id); });
}

void ProfileSwitcher::addCommands()
{
    const bool busy = m_application.isBusy();
    const std::optional<Profile> current =
        m_application.keeper().byId(m_application.currentProfileId());
    const auto add = [this](const QString &text, const char *name, bool enabled) {
        QAction *action = m_menu->addAction(text);
        action->setObjectName(QLatin1String(name));
        action->setEnabled(enabled);
        return action;
    };
    connect(add(tr("&New profile…"), "newProfile", !busy), &QAction::triggered, this,
            [this] { ProfileEditor::openNew(m_application, LoginKind::ServiceAccount, window()); });
    QAction *edit = add(tr("&Edit profile…"), "editProfile", current && !busy);
    QAction *forget = add(tr("&Forget profile…"), "forgetProfile", current && !busy);
    const QString id = current ? current->id : QString();
    connect(edit, &QAction::triggered, this,
            [this, id] { ProfileEditor::openExisting(m_application, id, window()); });
    connect(forget, &QAction::triggered, this, [this, id] {
        if (ProfileEditor *editor = ProfileEditor::openExisting(m_application, id, window()))
            editor->askToForget();
    });
    m_menu->addSeparator();
    QAction *sandbox = add(tr("Try the &sandbox"), "openSandbox", !busy);
    sandbox->setCheckable(true);
    sandbox->setActionGroup(m_open);
    sandbox->setChecked(m_application.isSandbox());
    connect(sandbox, &QAction::triggered, &m_application, &Application::openSandbox);
}
