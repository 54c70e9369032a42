// Page 1: what to do, with which cluster's data, and which state of it. Also the place where the
// end of an API is explained and the snapshots of the cluster's present kind are offered.
#pragma once

#include "atlas/restorejob.h"
#include "wizard/restoredraft.h"

#include <QWizardPage>

class ActionChoice;
class Banner;
class CheckList;
class PointPicker;
class QComboBox;
class SnapshotPicker;

class SourcePage : public QWizardPage
{
    Q_OBJECT

public:
    SourcePage(RestoreDraft &draft, QSettings &settings, QWidget *parent = nullptr);

    /// Looks for the snapshot of an earlier job; foundAgain() when it is chosen.
    void restoreAgain(const RestoreJob &job);
    /// Says at the top of the page why the person is here.
    void explain(const QString &text);
    /// Shows the cluster of the plan as it is now, with its present snapshots.
    void showSourceAnew();

    /// Lists the backups of the plan's source; a review opened by one click never needs that.
    void showSource();

    bool isComplete() const override;

signals:
    void foundAgain();

private:
    void fillClusters();
    void showCluster();
    void chooseCluster(int index);
    void chooseAction(PlanAction action);
    void takeSnapshot(const Snapshot &snapshot);
    void takeNotFound();
    void takeTrouble();
    void takeDraft();
    void offerSuccessor(const QString &why);

    RestoreDraft &m_draft;
    RestoreJob m_again; // id empty: none
    Banner *m_banner;
    ActionChoice *m_actions;
    QComboBox *m_clusters;
    PointPicker *m_points;
    SnapshotPicker *m_picker; // of m_points
    CheckList *m_checks;
    bool m_filling = false;
    bool m_complete = false; // as last told
    bool m_askedAnew = false; // the inventory, after a retired call
};
