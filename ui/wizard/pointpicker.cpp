#include "wizard/pointpicker.h"

#include "wizard/actions.h"
#include "wizard/checkpointpicker.h"
#include "wizard/pointintimeedit.h"
#include "wizard/snapshotpicker.h"
#include "wizard/wizardparts.h"

#include <QComboBox>
#include <QHBoxLayout>
#include <QLabel>
#include <QRadioButton>

PointPicker::PointPicker(RestoreDraft &draft, QSettings &settings, QWidget *parent)
    : QWidget(parent), m_draft(draft), m_row(new QWidget(this)), m_kinds(new QComboBox(m_row)),
      m_snapshots(new SnapshotPicker(draft.session(), settings, this)),
      m_clock(new PointInTimeEdit(draft, PointInTimeEdit::Mode::Clock, this)),
      m_oplog(new PointInTimeEdit(draft, PointInTimeEdit::Mode::Oplog, this)),
      m_checkpoints(new CheckpointPicker(draft.session(), this))
{
    auto *row = new QHBoxLayout(m_row);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(2 * theme::kGrid);
    row->addWidget(makeWay(Snapshots, "pointSnapshot", tr("A s&napshot")));
    row->addWidget(makeWay(Clock, "pointClock", tr("A &point in time")));
    row->addWidget(makeWay(Oplog, "pointOplog", tr("An oplog &entry")));
    row->addWidget(makeWay(Checkpoints, "pointCheckpoint", tr("A chec&kpoint")));
    row->addStretch();
    m_kinds->setObjectName(QStringLiteral("pointKind"));
    m_kinds->setAccessibleName(tr("Kind of backup"));
    m_kindLabel = makeBuddy(m_row, tr("Kind of &backup"), m_kinds);
    row->addWidget(m_kindLabel);
    row->addWidget(m_kinds);
    m_pages = {m_snapshots, m_clock, m_oplog, m_checkpoints};

    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(theme::kGrid);
    layout->addWidget(m_row);
    for (QWidget *page : std::as_const(m_pages))
        layout->addWidget(page, 1);
    offerWays();
    setWay(Snapshots);

    connect(m_clock, &PointInTimeEdit::edited, this, &PointPicker::takePoint);
    connect(m_oplog, &PointInTimeEdit::edited, this, &PointPicker::takePoint);
    connect(m_checkpoints, &CheckpointPicker::picked, this, &PointPicker::takePoint);
    connect(m_kinds, &QComboBox::activated, this, &PointPicker::takePoint);
    connect(&draft, &RestoreDraft::changed, this, &PointPicker::takeDraft);
}

QRadioButton *PointPicker::makeWay(Way way, const char *name, const QString &text)
{
    auto *button = new QRadioButton(text, m_row);
    button->setObjectName(QLatin1String(name));
    button->setAccessibleName(QString(text).remove(QLatin1Char('&')));
    connect(button, &QRadioButton::clicked, this, [this, way] { chooseWay(way); });
    m_ways.append(button);
    return button;
}

RestorePoint PointPicker::pointOf(Way way) const
{
    switch (way) {
    case Snapshots:
        break;
    case Clock:
        return m_clock->point();
    case Oplog:
        return m_oplog->point();
    case Checkpoints:
        return m_checkpoints->point();
    }
    return SnapshotPoint();
}

QList<const JobKind *> PointPicker::kindsFor(Way way) const
{
    const auto &source = m_draft.source();
    // A download is made of a snapshot, never of a point between two.
    if (!source || m_draft.isDownload())
        return {};
    QList<const JobKind *> kinds = backupKindsOf(*source);
    kinds.removeIf([&](const JobKind *kind) {
        return !jobKindFor(*source, kind, m_draft.plan().action, pointOf(way));
    });
    return kinds;
}

void PointPicker::offerWays()
{
    bool any = false;
    for (int way = Clock; way <= Checkpoints; ++way) {
        const bool can = !kindsFor(Way(way)).isEmpty();
        m_ways.at(way)->setVisible(can);
        any = any || can;
    }
    m_row->setVisible(any);
    offerKinds();
}

void PointPicker::offerKinds()
{
    const QList<const JobKind *> kinds =
        m_way == Snapshots ? QList<const JobKind *>() : kindsFor(m_way);
    const QString kept = m_kinds->currentText();
    m_kinds->clear();
    for (const JobKind *kind : kinds)
        m_kinds->addItem(kind->title(), QLatin1String(kind->id));
    m_kinds->setCurrentIndex(qMax(0, m_kinds->findText(kept)));
    m_kinds->setVisible(kinds.size() > 1);
    m_kindLabel->setVisible(kinds.size() > 1);
}

void PointPicker::showSource()
{
    const auto &source = m_draft.source();
    offerWays();
    if (!source)
        return;
    const PlanAction action = m_draft.plan().action;
    // What is chosen, if it is still to be had.
    const RestorePoint &point = m_draft.plan().point;
    Way way = Way(point.index());
    if (way != Snapshots && kindsFor(way).isEmpty()) {
        way = Snapshots;
        m_draft.clearPoint();
    } else if (way == Clock) {
        m_clock->setPoint(point);
    } else if (way == Oplog) {
        m_oplog->setPoint(point);
    }
    setWay(way);
    if (way == Checkpoints)
        m_checkpoints->showCluster(*source);
    m_snapshots->showCluster(*source, [source = *source, action](const Snapshot &snapshot) {
        return jobKindFor(source, snapshot.kind, action) != nullptr;
    });
    if (way == Snapshots && m_draft.isPointChosen())
        m_snapshots->seek(m_draft.plan().snapshot.id);
}

void PointPicker::setWay(Way way)
{
    m_way = way;
    m_ways.at(way)->setChecked(true);
    // Not a stack: its height would be that of the highest page.
    for (int i = 0; i < m_pages.size(); ++i)
        m_pages.at(i)->setVisible(i == way);
    const bool list = way == Snapshots || way == Checkpoints;
    emit roomChanged(list);
    offerKinds();
}

void PointPicker::chooseWay(Way way)
{
    if (m_way == way)
        return;
    setWay(way);
    if (way == Checkpoints)
        m_checkpoints->showCluster(*m_draft.source());
    m_draft.clearPoint();
    if (way == Snapshots)
        m_snapshots->pickCurrent();
    else
        takePoint();
}

void PointPicker::takePoint()
{
    if (m_way == Snapshots || !m_draft.source())
        return;
    const JobKind *kind = kindById(m_kinds->currentData().toString());
    m_draft.setPoint(pointOf(m_way), kind);
}

void PointPicker::takeDraft()
{
    m_clock->updateWords();
    m_oplog->updateWords();
}
