#include "wizard/collectionrows.h"

#include "atlas/errors.h"
#include "wizard/wizardparts.h"

#include <QHeaderView>
#include <QLabel>
#include <QLocale>
#include <QProgressBar>
#include <QTreeWidget>
#include <QVBoxLayout>

namespace {

QString documentsText(qint64 done, qint64 total)
{
    const QLocale locale;
    if (done < 0 && total < 0)
        return CollectionRows::tr("documents: not told yet");
    if (total < 0)
        return CollectionRows::tr("%1 documents").arg(locale.toString(done));
    return CollectionRows::tr("%1 of %2 documents")
        .arg(locale.toString(qMax<qint64>(0, done)), locale.toString(total));
}

QString indexText(const CollectionProgress &row)
{
    if (!row.failedIndexes.isEmpty())
        return CollectionRows::tr("failed: %1")
            .arg(row.failedIndexes.join(QStringLiteral("; ")).simplified());
    return row.indexState;
}

} // namespace

CollectionRows::CollectionRows(Session &session, QWidget *parent)
    : QWidget(parent), m_store(session.makeCollectionProgress()), m_bar(new QProgressBar(this)),
      m_documents(makeText(this)), m_rows(new QTreeWidget(this)), m_trouble(new ToneLine(this))
{
    m_bar->setObjectName(QStringLiteral("documentsBar"));
    m_bar->setAccessibleName(tr("Documents restored"));
    m_bar->setTextVisible(false);
    m_bar->setMaximumHeight(theme::kGrid);
    m_rows->setObjectName(QStringLiteral("collectionRows"));
    m_rows->setAccessibleName(tr("Collections of this restore"));
    m_rows->setHeaderLabels(
        {tr("Collection"), tr("Written as"), tr("State"), tr("Documents"), tr("Indexes")});
    m_rows->setRootIsDecorated(false);
    m_rows->setUniformRowHeights(true);
    m_rows->header()->setStretchLastSection(true);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(m_documents);
    layout->addWidget(m_bar);
    layout->addWidget(makeBuddy(this, tr("&Collections of this restore"), m_rows));
    layout->addWidget(m_rows, 1);
    layout->addWidget(m_trouble);
    connect(m_store.get(), &Store::changed, this, &CollectionRows::takeStore);
    connect(m_store.get(), &Store::statusChanged, this, &CollectionRows::takeStore);
}

CollectionRows::~CollectionRows() = default;

void CollectionRows::setJob(const RestoreJob &job)
{
    if (job.id != m_job.id)
        m_rows->clear();
    m_job = job;
    m_store->setJob({job.projectId, job.sourceCluster}, job.id);
    m_store->refresh();
    showDocuments();
}

void CollectionRows::showDocuments()
{
    const bool told = m_job.totalDocuments >= 0;
    const qint64 done = told ? m_job.doneDocuments : m_store->restoredDocuments();
    const qint64 total = told ? m_job.totalDocuments : m_store->totalDocuments();
    m_documents->setText(documentsText(done, total));
    // Permille: a bar's numbers are ints, documents are not.
    m_bar->setRange(0, 1000);
    m_bar->setValue(total > 0 ? int(qMax<qint64>(0, done) * 1000 / total)
                              : (m_job.state == JobState::Done ? 1000 : 0));
}

void CollectionRows::takeStore()
{
    const QList<CollectionProgress> &records = m_store->records();
    while (m_rows->topLevelItemCount() > records.size())
        delete m_rows->takeTopLevelItem(m_rows->topLevelItemCount() - 1);
    for (qsizetype i = 0; i < records.size(); ++i) {
        const CollectionProgress &row = records.at(i);
        if (i >= m_rows->topLevelItemCount())
            m_rows->addTopLevelItem(new QTreeWidgetItem);
        QTreeWidgetItem *item = m_rows->topLevelItem(int(i));
        const QString target = row.effectiveTargetNamespace.isEmpty()
            ? row.targetNamespace
            : row.effectiveTargetNamespace;
        const QStringList cells {row.sourceNamespace, target, row.state,
                                 documentsText(row.restoredDocuments, row.totalDocuments),
                                 indexText(row)};
        for (int column = 0; column < cells.size(); ++column)
            item->setText(column, cells.at(column));
        item->setToolTip(4,
                         row.failedIndexes.isEmpty() ? row.indexError
                                                     : row.failedIndexes.join(QLatin1Char('\n')));
    }
    for (int column = 0; column < 4 && !records.isEmpty(); ++column)
        m_rows->resizeColumnToContents(column);
    const auto &troubles = m_store->troubles();
    m_trouble->show(QStringLiteral("warning"), theme::Tone::Warning,
                    troubles.isEmpty() ? QString()
                                       : tr("The collections could not be read. %1")
                                             .arg(describe(troubles.first().error).sentence));
    showDocuments();
}
