#include "maintoolbar.h"

#include "application.h"
#include "filterbar.h"
#include "profiles/profileswitcher.h"
#include "sessiontexts.h"
#include "style/theme.h"

#include <QAction>
#include <QEvent>
#include <QMenu>
#include <QToolButton>

namespace {

const QLatin1String kNotifyKey("notifications/desktop");

/// Disabled in a read-only profile, with the reason; else as its own tool tip says.
void lockForReadOnly(QAction *action, bool open, const QString &why)
{
    if (action->property("usualToolTip").isNull())
        action->setProperty("usualToolTip", action->toolTip());
    action->setEnabled(open && why.isEmpty());
    action->setToolTip(why.isEmpty() ? action->property("usualToolTip").toString() : why);
    action->setStatusTip(why);
}

} // namespace

MainToolBar::MainToolBar(Application &application, QWidget *parent)
    : QToolBar(tr("Main"), parent), m_application(application)
{
    setObjectName(QStringLiteral("mainToolBar"));
    setMovable(false);
    setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    setIconSize({16, 16});
    addWidget(new ProfileSwitcher(m_application));
    addSeparator();
    addStarts();
    addMore();
    auto *gap = new QWidget;
    gap->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Preferred);
    addWidget(gap);
    m_filterBar = new FilterBar(m_application.settings());
    addWidget(m_filterBar);
}

void MainToolBar::addStarts()
{
    const auto start = [this](PlanAction action) {
        return [this, action] { emit startRequested(action); };
    };
    m_refresh = addAction(tr("Refresh"), this, &MainToolBar::refreshRequested);
    m_refresh->setShortcuts({QKeySequence(Qt::Key_F5), QKeySequence(Qt::CTRL | Qt::Key_R)});
    m_refresh->setToolTip(tr("Reads what is shown anew (F5)"));
    m_restore = addAction(tr("Restore…"), this, start(PlanAction::Restore));
    m_restore->setToolTip(tr("Opens the restore wizard; nothing is sent before its review"));
    m_download = addAction(tr("Download…"), this, start(PlanAction::Download));
    m_download->setObjectName(QStringLiteral("downloadSnapshot"));
    m_download->setToolTip(tr("Asks Atlas for a snapshot as files; no cluster is touched"));
    m_collections = new QAction(tr("Restore collections…"), this);
    m_collections->setObjectName(QStringLiteral("restoreCollections"));
    m_collections->setToolTip(tr("Restores chosen databases and collections of a snapshot"));
    connect(m_collections, &QAction::triggered, this, start(PlanAction::Collections));
}

void MainToolBar::addMore()
{
    m_export = new QAction(tr("Export rows…"), this);
    m_export->setObjectName(QStringLiteral("exportRows"));
    m_export->setToolTip(tr("Writes the selected rows, or all that are shown, as CSV or JSON"));
    connect(m_export, &QAction::triggered, this, &MainToolBar::exportRequested);
    m_notify = new QAction(tr("Desktop notifications"), this);
    m_notify->setObjectName(QStringLiteral("desktopNotifications"));
    m_notify->setCheckable(true);
    m_notify->setChecked(m_application.settings().value(kNotifyKey, true).toBool());
    connect(m_notify, &QAction::toggled, this, [this](bool on) {
        m_application.settings().setValue(kNotifyKey, on);
        emit notificationsChanged(on);
    });
    m_more = new QToolButton;
    m_more->setObjectName(QStringLiteral("moreActions"));
    m_more->setText(tr("More"));
    m_more->setToolTip(tr("What else can be done with the job and the table"));
    m_more->setPopupMode(QToolButton::InstantPopup);
    m_more->setFocusPolicy(Qt::StrongFocus);
    auto *menu = new QMenu(m_more);
    m_more->setMenu(menu);
    connect(menu, &QMenu::aboutToShow, this, [this, menu] { fillMore(menu); });
    addWidget(m_more);
}

void MainToolBar::fillMore(QMenu *menu)
{
    menu->clear();
    menu->setToolTipsVisible(true);
    emit menuWanted(menu);
    menu->addAction(m_collections);
    menu->addAction(m_export);
    menu->addSeparator();
    menu->addAction(m_notify);
}

void MainToolBar::changeEvent(QEvent *event)
{
    QToolBar::changeEvent(event);
    if (event->type() == QEvent::PaletteChange && m_filterBar)
        updateActions();
}

void MainToolBar::updateActions()
{
    const Session *session = m_application.session();
    const bool open = session != nullptr;
    const QString locked = whyReadOnly(session);
    m_refresh->setEnabled(open);
    lockForReadOnly(m_restore, open, locked);
    lockForReadOnly(m_download, open, locked);
    lockForReadOnly(m_collections, open, locked);
    m_export->setEnabled(open);
    m_more->setEnabled(open);
    m_filterBar->setEnabled(open);
    m_download->setIcon(theme::icon(QStringLiteral("box"), palette()));
    m_refresh->setIcon(theme::icon(QStringLiteral("refresh"), palette()));
    m_restore->setIcon(theme::icon(QStringLiteral("restore"), palette()));
}
