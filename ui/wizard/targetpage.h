// Page 2: onto which cluster. From the inventory, or typed where it can't be listed. Nothing is
// chosen beforehand but what the person chose for this source before.
#pragma once

#include "wizard/restoredraft.h"

#include <QWizardPage>

class Banner;
class CheckList;
class QComboBox;
class QLabel;
class QLineEdit;
class ToneLine;

class TargetPage : public QWizardPage
{
    Q_OBJECT

public:
    explicit TargetPage(RestoreDraft &draft, QWidget *parent = nullptr);

    bool isComplete() const override;
    void initializePage() override;

protected:
    void showEvent(QShowEvent *event) override;

private:
    void fillProjects();
    void fillClusters();
    void addCluster(const Cluster &cluster);
    /// Sets the fields to the target of the draft.
    void showTarget();
    void takeFields();
    void takeInventory();
    void takeDraft();
    void showFacts();
    void showDuplicate();
    QString projectId() const;
    QString clusterName() const;

    RestoreDraft &m_draft;
    Banner *m_duplicate;
    QLabel *m_what;
    QComboBox *m_projects;
    QLineEdit *m_projectId;
    QLabel *m_projectIdLabel;
    QComboBox *m_clusters;
    QLineEdit *m_name;
    QLabel *m_nameLabel;
    ToneLine *m_listing;
    ToneLine *m_problem;
    QWidget *m_facts;
    QLabel *m_tier;
    QLabel *m_version;
    QLabel *m_state;
    ToneLine *m_environment;
    CheckList *m_checks;
    bool m_filling = false;
    bool m_complete = false; // as last told
};
