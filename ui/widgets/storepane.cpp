#include "widgets/storepane.h"

#include "atlas/errors.h"
#include "base/format.h"
#include "session/inventorystore.h"
#include "session/pagedstore.h"
#include "tables/recordmodel.h"
#include "widgets/banner.h"
#include "widgets/emptystate.h"

#include <QHBoxLayout>
#include <QLabel>
#include <QLocale>
#include <QPushButton>
#include <QStackedLayout>

StorePane::StorePane(RecordTable *table, RecordModelBase &model, const Words &words,
                     QWidget *parent)
    : QWidget(parent), m_table(table), m_model(model), m_words(words), m_banner(new Banner),
      m_empty(new EmptyState), m_stack(new QStackedLayout), m_count(new QLabel),
      m_more(new QPushButton(tr("Load more")))
{
    m_more->setAutoDefault(false);
    m_more->setObjectName(QStringLiteral("loadMore"));
    m_count->setForegroundRole(QPalette::PlaceholderText);
    m_stack->addWidget(m_empty);
    m_stack->addWidget(m_table);
    auto *foot = new QHBoxLayout;
    foot->setContentsMargins(theme::kGrid, 0, theme::kGrid, theme::kGrid / 2);
    foot->addWidget(m_count);
    foot->addWidget(m_more);
    foot->addStretch(1);
    auto *column = new QVBoxLayout(this);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(theme::kGrid / 2);
    column->addWidget(m_banner);
    column->addLayout(m_stack, 1);
    column->addLayout(foot);
    connect(m_more, &QPushButton::clicked, this, &StorePane::fetchMore);
    connect(m_table, &RecordTable::nearEnd, this, &StorePane::fetchMore);
    connect(&m_model, &RecordModelBase::countsChanged, this, &StorePane::updateState);
    connect(m_empty, &EmptyState::retry, this, &StorePane::refresh);
}

void StorePane::setStore(PagedStoreBase *store, InventoryStore *inventory)
{
    for (Store *old : {static_cast<Store *>(m_store), static_cast<Store *>(m_inventory)}) {
        if (old)
            disconnect(old, nullptr, this, nullptr);
    }
    m_store = store;
    m_inventory = inventory;
    for (Store *one : {static_cast<Store *>(store), static_cast<Store *>(inventory)}) {
        if (one)
            connect(one, &Store::statusChanged, this, &StorePane::updateState);
    }
    updateState();
}

void StorePane::refresh()
{
    if (m_store && m_store->scope().isEmpty())
        m_inventory->refresh();
    else if (m_store)
        m_store->refresh();
}

void StorePane::fetchMore()
{
    // While a filter hides rows the end is always in sight: then only the button fetches.
    const bool byScroll = sender() == m_table;
    if (!m_store || !m_store->canFetchMore() || m_store->isLoading())
        return;
    if (byScroll && (!m_model.filterText().isEmpty() || !m_table->isVisible()))
        return;
    // The rows of the last page may not be in the table yet: its end is not the end then.
    if (byScroll && m_model.totalRows() < m_store->count())
        return;
    m_store->fetchMore();
}

void StorePane::updateState()
{
    const int total = m_model.totalRows();
    const int visible = m_model.rowCount();
    const QLocale locale;
    showTrouble();
    m_more->setVisible(m_store && m_store->canFetchMore());
    m_more->setEnabled(m_store && !m_store->isLoading());
    QString count;
    if (total > 0) {
        const int all = m_store ? m_store->totalCount() : -1;
        count = visible != total
            ? tr("%1 of %2 match the filter").arg(locale.toString(visible), locale.toString(total))
            : all > total ? tr("%1 of %2 read").arg(locale.toString(total), locale.toString(all))
                          : tr("Rows: %1").arg(locale.toString(total));
    }
    m_count->setText(count);

    if (!m_store) {
        m_empty->showEmpty(m_words.empty, m_words.emptyHint);
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    if (total == 0) {
        const bool hasClusters = !m_store->scope().isEmpty() || m_inventory->isLoaded();
        const Store &read = hasClusters ? static_cast<Store &>(*m_store) : *m_inventory;
        const QList<Trouble> &troubles = read.troubles();
        if (read.isLoading() || (!read.isLoaded() && troubles.isEmpty()))
            m_empty->showLoading(m_words.loading);
        else if (!troubles.isEmpty())
            m_empty->showError(troubles.first().error);
        else
            m_empty->showEmpty(m_words.empty, m_words.emptyHint);
        m_stack->setCurrentWidget(m_empty);
        return;
    }
    m_stack->setCurrentWidget(m_table);
}

/// Over the rows that are there. It stays as it is while it is true, so that neither the rows nor
/// the focus move with every look.
void StorePane::showTrouble()
{
    if (!m_store || m_store->troubles().isEmpty() || m_model.totalRows() == 0) {
        m_banner->clear();
        return;
    }
    const QList<Trouble> &troubles = m_store->troubles();
    const Trouble &first = troubles.first();
    const QString where = troubles.size() == 1
        ? first.what
        : tr("%1 and others (%2)").arg(first.what).arg(troubles.size() - 1);
    const QString text = tr("%1: %2", "cluster, problem").arg(where, describeFully(first.error))
        + u'\n'
        + (first.updated.isValid()
               ? tr("What is shown of it was read at %1.").arg(formatLocal(first.updated))
               : tr("It has not been read yet."));
    if (m_banner->text() == text)
        return;
    m_banner->showText(theme::Tone::Warning, text);
    PagedStoreBase *store = m_store;
    connect(m_banner->addButton(tr("Retry")), &QPushButton::clicked, store,
            [store] { store->refresh(); });
}
