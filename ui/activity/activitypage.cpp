#include "activity/activitypage.h"

#include "activity/activitycolumns.h"
#include "widgets/banner.h"
#include "widgets/emptystate.h"
#include "widgets/factsview.h"
#include "widgets/recordtable.h"

#include <QScrollArea>
#include <QSplitter>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace {

TableLayout activityLayout()
{
    return {.widths = {{QStringLiteral("time"), 20},
                       {QStringLiteral("state"), 27},
                       {QStringLiteral("action"), 18},
                       {QStringLiteral("kind"), 12},
                       {QStringLiteral("source"), 26},
                       {QStringLiteral("target"), 26},
                       {QStringLiteral("reason"), 22},
                       {QStringLiteral("job"), 28}},
            .sortColumn = QStringLiteral("time")};
}

} // namespace

ActivityPage::ActivityPage(QSettings &settings, QWidget *parent)
    : QWidget(parent), m_model(activityTable()),
      m_table(new RecordTable(QStringLiteral("Activity"), m_model, activityLayout(), settings)),
      m_facts(new FactsView), m_banner(new Banner), m_stack(new QStackedLayout)
{
    auto *empty = new EmptyState;
    empty->showEmpty(
        tr("Nothing sent yet"),
        tr("Every restore started from this computer is recorded here, before it is sent "
           "and after its answer."));
    m_stack->addWidget(empty);
    m_stack->addWidget(m_table);
    auto *top = new QWidget;
    auto *column = new QVBoxLayout(top);
    column->setContentsMargins(0, 0, 0, 0);
    column->addWidget(m_banner);
    column->addLayout(m_stack, 1);
    auto *area = new QScrollArea;
    area->setWidget(m_facts);
    area->setWidgetResizable(true);
    area->setFrameShape(QFrame::NoFrame);
    auto *splitter = new QSplitter(Qt::Vertical);
    splitter->addWidget(top);
    splitter->addWidget(area);
    splitter->setChildrenCollapsible(false);
    splitter->setStretchFactor(0, 3);
    splitter->setStretchFactor(1, 2);
    splitter->setSizes({420, 280});
    auto *outer = new QVBoxLayout(this);
    outer->setContentsMargins(0, 0, 0, 0);
    outer->addWidget(splitter);
    connect(m_table, &RecordTable::currentIdChanged, this, &ActivityPage::showCurrent);
    connect(&m_model, &RecordModelBase::countsChanged, this, &ActivityPage::countsChanged);
}

void ActivityPage::setJournal(Journal *journal)
{
    if (m_journal)
        disconnect(m_journal, nullptr, this, nullptr);
    m_journal = journal;
    if (journal)
        connect(journal, &Journal::changed, this, &ActivityPage::syncEntries);
    syncEntries();
}

void ActivityPage::syncEntries()
{
    m_model.sync(m_journal ? m_journal->entries() : QList<JournalEntry>());
    m_stack->setCurrentIndex(m_model.totalRows() > 0 ? 1 : 0);
    m_banner->clear();
    if (m_journal && !m_journal->openProblem().isEmpty())
        m_banner->showText(theme::Tone::Warning, m_journal->openProblem());
    showCurrent();
}

void ActivityPage::setFilter(const QString &text)
{
    m_filter = text;
    m_model.setFilterText(text);
}

void ActivityPage::showCurrent()
{
    const JournalEntry *entry = m_model.recordById(m_table->currentId());
    m_facts->setFacts(entry ? activityFacts(*entry) : QList<Fact>(),
                      QDateTime::currentDateTimeUtc());
}

void ActivityPage::tick()
{
    m_facts->setNow(QDateTime::currentDateTimeUtc());
}
