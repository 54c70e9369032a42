#include "transfers/windowtransfers.h"

#include "application.h"
#include "notifications/transfernews.h"
#include "transfers/startdownload.h"
#include "transfers/transferdesk.h"
#include "transfers/transferspage.h"
#include "transfers/verifydialog.h"

#include <QMessageBox>
#include <QPushButton>

namespace {

constexpr qsizetype kMostKnown = 200; // hashes to choose from
const QString kEnded = QStringLiteral("downloads ended"); // the message's key

} // namespace

WindowTransfers::WindowTransfers(Application &application, TransfersPage &page,
                                 DesktopNotifications &desktop, QWidget *window)
    : QObject(window), m_application(application), m_desk(application.transfers()), m_page(page),
      m_desktop(desktop), m_window(window)
{
    connect(&m_desk, &TransferDesk::busyChanged, this, [this] {
        emit statusChanged();
        tellWhenDone();
    });
    connect(&desktop, &DesktopNotifications::activated, this, [this](const QString &key) {
        if (key != kEnded)
            return;
        emit shown();
        emit openRequested();
    });
    connect(&desktop, &DesktopNotifications::closed, this, [this](const QString &key) {
        if (key == kEnded)
            closeWhenTold();
    });
    connect(&page, &TransfersPage::verifyRequested, this,
            [this](const QString &path) { verify(path); });
}

void WindowTransfers::download(const RestoreJob &job)
{
    Session *const session = m_application.session();
    if (!session)
        return;
    if (const Transfer *const known = m_desk.unfinishedOf(session->profile().id, job.id)) {
        m_page.selectTransfer(known->id);
        emit shown();
        return;
    }
    auto *dialog = new StartDownload(job, m_application.settings(), m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    connect(&m_application, &Application::sessionAboutToChange, dialog, &QDialog::reject);
    connect(dialog, &QDialog::accepted, this, [this, dialog, job] {
        Session *const open = m_application.session();
        if (!open)
            return;
        const QString id = m_desk.download(*open, job, dialog->road(), dialog->folder());
        m_page.selectTransfer(id);
        emit shown();
    });
    dialog->open();
}

void WindowTransfers::verify(const QString &path, const RestoreJob &job)
{
    QList<KnownHash> known = knownHashes(job);
    const QList<Transfer> &transfers = m_desk.queue().transfers();
    for (auto it = transfers.crbegin(); it != transfers.crend(); ++it)
        known += knownHashes(*it);
    if (Session *const session = m_application.session()) {
        for (const RestoreJob &other : session->jobs().records()) {
            if (known.size() >= kMostKnown)
                break;
            if (other.id != job.id)
                known += knownHashes(other);
        }
    }
    auto *dialog = new VerifyDialog(known, m_window);
    dialog->setAttribute(Qt::WA_DeleteOnClose);
    if (!path.isEmpty())
        dialog->setFile(path);
    dialog->open();
}

QString WindowTransfers::statusText() const
{
    const int count = m_desk.activeCount();
    if (count == 0)
        return {};
    return count == 1 ? tr("1 transfer") : tr("%1 transfers").arg(count);
}

bool WindowTransfers::mayClose()
{
    if (m_decided || !m_desk.isBusy())
        return true;
    if (m_question)
        return false;
    m_followed.clear();
    for (const Transfer &transfer : m_desk.queue().transfers()) {
        const TransferNeed::Kind need = m_desk.need(transfer.id).kind;
        if (transfer.isActive() || need == TransferNeed::Kind::Asking
            || need == TransferNeed::Kind::Preparing)
            m_followed << transfer.id;
    }
    auto *box = new QMessageBox(m_window);
    m_question = box;
    box->setObjectName(QStringLiteral("closeQuestion"));
    box->setAttribute(Qt::WA_DeleteOnClose);
    box->setIcon(QMessageBox::Question);
    box->setWindowTitle(tr("Transfers are under way"));
    box->setText(m_desk.activeCount() == 1
                     ? tr("A transfer is under way.")
                     : tr("%1 transfers are under way.").arg(m_desk.activeCount()));
    QStringList says {tr("Snapback can go on without its window and end when they are done.")};
    if (m_startedAgainComesBack)
        says << tr("Starting it again brings the window back.");
    if (m_desktop.isEnabled())
        says << tr("A message of the desktop tells how they ended; its Open brings the window "
                   "back.");
    says << tr("Or stop: what arrived is kept and can be continued next time, but a link that "
               "works once, or for an hour, may be gone then.");
    box->setInformativeText(says.join(u' '));
    QPushButton *const goOn = box->addButton(tr("Go on in the background"), QMessageBox::YesRole);
    goOn->setObjectName(QStringLiteral("goOnBehind"));
    QPushButton *const stop = box->addButton(tr("Stop, continue next time"), QMessageBox::NoRole);
    stop->setObjectName(QStringLiteral("stopTransfers"));
    QPushButton *const stay = box->addButton(QMessageBox::Cancel);
    stay->setObjectName(QStringLiteral("keepWindow"));
    box->setDefaultButton(goOn);
    box->setEscapeButton(stay);
    // Later, when the box is gone: the last window to close would end the program.
    connect(goOn, &QPushButton::clicked, this, &WindowTransfers::goOnBehind, Qt::QueuedConnection);
    connect(
        stop, &QPushButton::clicked, this,
        [this] {
            m_decided = true;
            emit closeAllowed();
        },
        Qt::QueuedConnection);
    box->open();
    return false;
}

void WindowTransfers::goOnBehind()
{
    m_behind = true;
    m_window->hide();
    tellWhenDone();
}

void WindowTransfers::endBehind()
{
    m_desktop.withdraw(kEnded);
    m_behind = false;
    m_told = false;
    m_decided = false;
}

void WindowTransfers::tellWhenDone()
{
    if (!m_behind)
        return;
    if (m_desk.isBusy()) {
        m_told = false;
        return;
    }
    if (std::exchange(m_told, true))
        return;
    QList<TransferRow> rows;
    for (const Transfer &transfer : m_desk.queue().transfers()) {
        if (m_followed.contains(transfer.id))
            rows << TransferRow {transfer, m_desk.need(transfer.id)};
    }
    if (rows.isEmpty())
        closeWhenTold();
    else
        m_desktop.show(downloadsEnded(kEnded, rows));
}

void WindowTransfers::closeWhenTold()
{
    if (!m_behind || !m_told)
        return;
    m_behind = false;
    m_decided = true;
    emit closeAllowed();
}
