#include "wizard/checkpointpicker.h"

#include "atlas/errors.h"
#include "base/format.h"
#include "widgets/emptystate.h"
#include "wizard/wizardparts.h"

#include <QLabel>
#include <QListWidget>
#include <QPushButton>
#include <QStackedWidget>
#include <QVBoxLayout>

CheckpointPicker::CheckpointPicker(Session &session, QWidget *parent)
    : QWidget(parent), m_session(session), m_store(session.makeCheckpoints()),
      m_stack(new QStackedWidget(this)), m_list(new QListWidget), m_picture(new EmptyState),
      m_trouble(new ToneLine(this)),
      m_more(makeButton(this, tr("Show &older checkpoints"), "olderCheckpoints"))
{
    m_list->setObjectName(QStringLiteral("checkpoints"));
    m_list->setAccessibleName(tr("Checkpoints of the source"));
    m_stack->addWidget(m_picture);
    m_stack->addWidget(m_list);
    m_more->hide();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(makeBuddy(this, tr("&Checkpoints of the source"), m_list));
    layout->addWidget(m_stack, 1);
    layout->addWidget(m_trouble);
    layout->addWidget(m_more, 0, Qt::AlignLeft);
    setFocusProxy(m_list);
    connect(m_list, &QListWidget::currentRowChanged, this, &CheckpointPicker::picked);
    connect(m_more, &QPushButton::clicked, this, [this] { m_store->fetchMore(); });
    connect(m_picture, &EmptyState::retry, this, [this] { m_store->fetchMore(); });
    connect(m_store.get(), &Store::statusChanged, this, &CheckpointPicker::takeStore);
}

CheckpointPicker::~CheckpointPicker() = default;

void CheckpointPicker::showCluster(const Cluster &cluster)
{
    m_cluster = cluster.name;
    m_store->setCluster(refOf(cluster));
    if (!m_store->checkpoints().isRead())
        m_store->fetchMore();
}

CheckpointPoint CheckpointPicker::point() const
{
    const QList<Checkpoint> &all = m_store->checkpoints().items;
    const int row = m_list->currentRow();
    if (row < 0 || row >= all.size())
        return {};
    return {all.at(row).id, all.at(row).time};
}

void CheckpointPicker::takeStore()
{
    const ItemList<Checkpoint> &list = m_store->checkpoints();
    if (m_list->count() > list.items.size())
        m_list->clear();
    for (qsizetype i = m_list->count(); i < list.items.size(); ++i) {
        const Checkpoint &checkpoint = list.items.at(i);
        m_list->addItem(tr("%1, %2, checkpoint %3")
                            .arg(formatLocalAndUtc(checkpoint.time),
                                 formatAge(checkpoint.time, m_session.serverNow()), checkpoint.id));
    }
    const bool rows = m_list->count() > 0;
    m_stack->setCurrentIndex(rows ? 1 : 0);
    m_more->setVisible(rows && list.canFetchMore());
    m_trouble->clear();
    if (list.error && rows)
        m_trouble->show(QStringLiteral("warning"), theme::Tone::Warning,
                        describeFully(*list.error));
    else if (list.error)
        m_picture->showError(*list.error);
    else if (list.loading)
        m_picture->showLoading(tr("Reading the checkpoints of %1.").arg(m_cluster));
    else if (list.isRead() && !rows)
        m_picture->showEmpty(tr("%1 has no checkpoints").arg(m_cluster),
                             tr("Legacy backup makes them of sharded clusters only."));
}
