#include "snapshots/takesnapshotdialog.h"

#include "atlas/errors.h"
#include "style/theme.h"
#include "widgets/banner.h"
#include "widgets/markchip.h"

#include <QEvent>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSpinBox>
#include <QVBoxLayout>

namespace {

constexpr int kWidth = 72; // characters
constexpr int kUsualDays = 7;
constexpr int kMostDays = 36'500; // Atlas names no most

QLineEdit *makeField(const char *objectName)
{
    auto *field = new QLineEdit;
    field->setObjectName(QLatin1String(objectName));
    return field;
}

} // namespace

TakeSnapshotDialog::TakeSnapshotDialog(Session &session, const Cluster &cluster,
                                       EnvironmentMark mark, bool unfinished, QWidget *parent)
    : QDialog(parent), m_session(session), m_cluster(cluster),
      m_description(makeField("snapshotDescription")), m_retention(new QSpinBox),
      m_reason(makeField("snapshotReason")), m_banner(new Banner),
      m_close(new QPushButton(tr("Cancel"))), m_send(new QPushButton(tr("&Take snapshot")))
{
    setObjectName(QStringLiteral("takeSnapshotDialog"));
    setWindowTitle(tr("Take a snapshot of %1").arg(cluster.name));
    auto *heading = new QLabel(tr("A snapshot of %1, now").arg(cluster.name));
    heading->setFont(theme::heading());
    heading->setTextFormat(Qt::PlainText);
    auto *chip = new MarkChip(this);
    chip->setMark(mark);
    auto *head = new QHBoxLayout;
    head->setSpacing(theme::kGrid);
    head->addWidget(heading);
    head->addWidget(chip);
    head->addStretch(1);
    auto *what = new QLabel(tr("Atlas takes it while the cluster stays in use: nothing is "
                               "interrupted and no data changes. Once begun it can't be stopped "
                               "from here. Atlas takes one on demand at a time; it appears in "
                               "the list of snapshots and is followed there until it is done."));
    what->setWordWrap(true);

    m_description->setPlaceholderText(tr("For example before the 2.4 release"));
    m_retention->setObjectName(QStringLiteral("snapshotRetention"));
    m_retention->setRange(1, kMostDays);
    m_retention->setValue(kUsualDays);
    m_retention->setSuffix(tr(" days"));
    m_reason->setPlaceholderText(tr("Kept in this computer's activity list"));
    auto *form = new QFormLayout;
    form->setHorizontalSpacing(2 * theme::kGrid);
    form->setVerticalSpacing(theme::kGrid);
    form->addRow(tr("&Description"), m_description);
    form->addRow(tr("&Keep for"), m_retention);
    form->addRow(tr("&Reason or ticket"), m_reason);

    m_close->setObjectName(QStringLiteral("closeTakeSnapshot"));
    m_close->setAutoDefault(false);
    m_send->setObjectName(QStringLiteral("sendTakeSnapshot"));
    m_send->setDefault(true);
    auto *buttons = new QHBoxLayout;
    buttons->setSpacing(theme::kGrid);
    buttons->addStretch(1);
    buttons->addWidget(m_close);
    buttons->addWidget(m_send);

    auto *column = new QVBoxLayout(this);
    const int margin = 2 * theme::kGrid;
    column->setContentsMargins(margin, margin, margin, margin);
    column->setSpacing(margin);
    column->addLayout(head);
    column->addWidget(what);
    column->addLayout(form);
    column->addWidget(m_banner);
    column->addStretch(1);
    column->addLayout(buttons);
    setMinimumWidth(kWidth * fontMetrics().averageCharWidth());
    if (unfinished)
        m_banner->showText(theme::Tone::Warning,
                           tr("A snapshot on demand of this cluster is still being taken. Atlas "
                              "refuses another until it is finished."));
    connect(m_close, &QPushButton::clicked, this, &TakeSnapshotDialog::reject);
    connect(m_send, &QPushButton::clicked, this, &TakeSnapshotDialog::send);
    m_description->setFocus();
}

// A dialog's layout does not ask for the height that wrapped words need at its width.
bool TakeSnapshotDialog::event(QEvent *event)
{
    const bool handled = QDialog::event(event);
    if (event->type() == QEvent::LayoutRequest || event->type() == QEvent::Show) {
        const int needed = layout()->totalHeightForWidth(width());
        if (needed > height())
            resize(width(), needed);
    }
    return handled;
}

void TakeSnapshotDialog::done(int result)
{
    if (m_sending) // what becomes of it must be seen
        return;
    QDialog::done(result);
}

void TakeSnapshotDialog::send()
{
    if (m_sending || !m_send->isEnabled())
        return;
    setSending(true);
    m_banner->showText(theme::Tone::Info, tr("Asking Atlas for the snapshot…"));
    m_session.launcher().takeSnapshot(
        m_cluster,
        {.description = m_description->text().trimmed(), .retentionDays = m_retention->value()},
        m_session.inventory().inventory(), m_reason->text().trimmed(), this,
        [this](const LaunchOutcome &outcome) { takeOutcome(outcome); });
}

void TakeSnapshotDialog::takeOutcome(const LaunchOutcome &outcome)
{
    setSending(false);
    switch (outcome.kind) {
    case LaunchOutcome::Kind::Started:
        emit taken(outcome.snapshot);
        if (outcome.journalTrouble.isEmpty())
            return accept();
        m_send->setEnabled(false);
        m_close->setText(tr("Close"));
        m_banner->showText(
            theme::Tone::Warning,
            tr("Atlas takes the snapshot, but that could not be written to the activity list: %1")
                .arg(outcome.journalTrouble));
        return;
    case LaunchOutcome::Kind::NotStarted:
        m_banner->showText(theme::Tone::Danger,
                           tr("No snapshot was asked for. %1").arg(describeFully(outcome.error)));
        return;
    case LaunchOutcome::Kind::Unknown:
        break;
    }
    // Never a second time from here: the list tells what became of the first.
    m_send->setEnabled(false);
    m_close->setText(tr("Close"));
    m_banner->showText(theme::Tone::Warning,
                       tr("We don't know whether Atlas takes the snapshot: the question was sent, "
                          "its answer was lost. Look at the list of snapshots before you ask "
                          "again; a new one may take a minute to appear there."));
    auto *look = m_banner->addButton(tr("&Look at the list"));
    look->setObjectName(QStringLiteral("lookAtSnapshots"));
    connect(look, &QPushButton::clicked, this, [this] {
        emit listWanted();
        accept();
    });
    look->setFocus();
    emit listWanted();
}

void TakeSnapshotDialog::setSending(bool sending)
{
    m_sending = sending;
    for (QWidget *widget : {static_cast<QWidget *>(m_description),
                            static_cast<QWidget *>(m_retention), static_cast<QWidget *>(m_reason),
                            static_cast<QWidget *>(m_close), static_cast<QWidget *>(m_send)})
        widget->setEnabled(!sending);
}
