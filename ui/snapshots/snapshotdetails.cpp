#include "snapshots/snapshotdetails.h"

#include "atlas/jobkind.h"
#include "base/format.h"
#include "style/theme.h"
#include "tables/lastgood.h"
#include "tables/snapshotcells.h"
#include "widgets/banner.h"
#include "widgets/factsview.h"
#include "widgets/markchip.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QPushButton>
#include <QScrollArea>
#include <QStackedWidget>
#include <QTabWidget>
#include <QVBoxLayout>

namespace {

QScrollArea *scrolled(QWidget *content)
{
    auto *area = new QScrollArea;
    area->setWidget(content);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    return area;
}

} // namespace

SnapshotDetails::SnapshotDetails(QWidget *parent)
    : QWidget(parent), m_stack(new QStackedWidget), m_headline(new QLabel), m_chip(new MarkChip),
      m_restore(new QPushButton(tr("Restore this snapshot…"))), m_facts(new FactsView),
      m_schedule(new FactsView)
{
    auto *nothing = new QLabel(tr("Select a snapshot to see its details."));
    nothing->setAlignment(Qt::AlignCenter);
    nothing->setForegroundRole(QPalette::PlaceholderText);
    m_headline->setFont(theme::heading());
    m_headline->setTextFormat(Qt::PlainText);
    m_headline->setWordWrap(true);
    m_restore->setObjectName(QStringLiteral("restoreSnapshot"));
    m_restore->setIcon(theme::icon(QStringLiteral("restore"), palette()));
    m_restore->setAutoDefault(false);
    auto *head = new QHBoxLayout;
    head->setContentsMargins(theme::kGrid, theme::kGrid, theme::kGrid, 0);
    head->setSpacing(theme::kGrid);
    head->addWidget(m_headline, 1);
    head->addWidget(m_chip);
    head->addWidget(m_restore);
    auto *warning = new Banner;
    m_warning = warning;

    auto *tabs = new QTabWidget;
    tabs->setObjectName(QStringLiteral("snapshotDetailTabs"));
    tabs->setDocumentMode(true);
    tabs->addTab(scrolled(m_facts), tr("Overview"));
    tabs->addTab(scrolled(m_schedule), tr("Schedule"));
    auto *content = new QWidget;
    auto *column = new QVBoxLayout(content);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::kGrid / 2);
    column->addLayout(head);
    column->addWidget(m_warning);
    column->addWidget(tabs, 1);
    m_stack->addWidget(nothing);
    m_stack->addWidget(content);
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(m_stack);
    warning->showText(theme::Tone::Warning, fallbackWarning());
    warning->hide();
    connect(m_restore, &QPushButton::clicked, this, &SnapshotDetails::restoreRequested);
}

void SnapshotDetails::setSnapshot(const Snapshot &snapshot, const QDateTime &now)
{
    m_headline->setText(snapshot.taken.isValid()
                            ? tr("%1, as of %2 (%3)")
                                  .arg(snapshot.cluster, formatLocal(snapshot.taken),
                                       formatAge(snapshot.taken, now))
                            : tr("%1, not finished", "snapshot of cluster").arg(snapshot.cluster));
    m_warning->setVisible(isFallback(snapshot));
    QList<Fact> facts = factsOf(snapshot);
    if (const QString kept = retentionText(snapshot, now); !kept.isEmpty())
        facts.prepend({tr("Retention"), kept, Fact::Type::Text, {}});
    m_facts->setFacts(facts, now);
    m_stack->setCurrentIndex(1);
}

void SnapshotDetails::clear()
{
    m_facts->setFacts({}, {});
    m_schedule->setFacts({}, {});
    m_stack->setCurrentIndex(0);
}

void SnapshotDetails::setSchedule(const QList<Fact> &facts, const QDateTime &now)
{
    m_schedule->setFacts(facts, now);
}

void SnapshotDetails::setMark(EnvironmentMark mark)
{
    m_chip->setMark(mark);
}

void SnapshotDetails::setRestoreReason(const QString &why)
{
    m_restore->setEnabled(why.isEmpty());
    m_restore->setToolTip(why.isEmpty() ? tr("Opens the complete review; nothing is sent yet")
                                        : why);
    m_restore->setAccessibleDescription(why);
}
