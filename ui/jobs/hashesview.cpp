#include "jobs/hashesview.h"

#include "style/theme.h"
#include "widgets/clipboard.h"
#include "widgets/tablestyle.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLabel>
#include <QPushButton>
#include <QTableWidget>
#include <QVBoxLayout>

HashesView::HashesView(QWidget *parent)
    : QWidget(parent), m_note(new QLabel), m_table(new QTableWidget(0, 3)),
      m_copy(new QPushButton(tr("Copy hash")))
{
    m_note->setWordWrap(true);
    m_note->setTextInteractionFlags(Qt::TextSelectableByMouse | Qt::TextSelectableByKeyboard);
    m_table->setAccessibleName(tr("Hashes"));
    m_table->setHorizontalHeaderLabels({tr("File"), tr("Algorithm"), tr("Value")});
    styleTable(m_table);
    m_table->horizontalHeader()->setSectionResizeMode(0, QHeaderView::ResizeToContents);
    m_table->setEditTriggers(QAbstractItemView::NoEditTriggers);
    m_table->setSelectionBehavior(QAbstractItemView::SelectRows);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_copy->setAutoDefault(false);
    auto *column = new QVBoxLayout(this);
    column->addWidget(m_note, 0, Qt::AlignTop);
    column->addWidget(m_table, 1);
    auto *verify = new QPushButton(tr("Verify a file…"));
    verify->setObjectName(QStringLiteral("verifyJobFile"));
    verify->setAutoDefault(false);
    auto *buttons = new QHBoxLayout;
    buttons->addWidget(m_copy);
    buttons->addWidget(verify);
    buttons->addStretch(1);
    column->addLayout(buttons);
    connect(verify, &QPushButton::clicked, this, &HashesView::verifyRequested);
    connect(m_copy, &QPushButton::clicked, this, &HashesView::copyCurrent);
    connect(m_table, &QTableWidget::cellDoubleClicked, this, &HashesView::copyCurrent);
}

void HashesView::setDetails(const JobDetails &details)
{
    m_note->setText(details.hashNote);
    m_note->setVisible(!details.hashNote.isEmpty());
    m_table->setVisible(!details.hashes.isEmpty());
    m_copy->setVisible(!details.hashes.isEmpty());
    if (details.hashes == m_hashes)
        return;
    m_hashes = details.hashes;
    m_table->setRowCount(int(m_hashes.size()));
    for (int row = 0; row < int(m_hashes.size()); ++row) {
        const FileHash &hash = m_hashes.at(row);
        m_table->setItem(row, 0, new QTableWidgetItem(hash.fileName));
        m_table->setItem(row, 1, new QTableWidgetItem(hash.algorithm));
        auto *value = new QTableWidgetItem(hash.value);
        value->setFont(theme::monospace());
        value->setToolTip(hash.value);
        m_table->setItem(row, 2, value);
    }
    if (!m_hashes.isEmpty())
        m_table->setCurrentCell(0, 2);
}

void HashesView::copyCurrent()
{
    const int row = m_table->currentRow();
    if (row >= 0 && row < m_hashes.size())
        copyText(m_hashes.at(row).value);
}
