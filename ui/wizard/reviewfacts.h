// What is about to be done, as labels and values: source, state of the data, target, and what a
// collection restore writes. What does not apply is not there.
#pragma once

#include "wizard/restoredraft.h"
#include "wizard/wizardparts.h"

class ReviewFacts : public FactGrid
{
    Q_OBJECT

public:
    explicit ReviewFacts(QWidget *parent = nullptr);

    void show(RestoreDraft &draft);

private:
    QLabel *m_source;
    QLabel *m_taken;
    QLabel *m_point;
    QLabel *m_snapshot;
    QLabel *m_checkpoint;
    QLabel *m_target;
    QLabel *m_targetProject;
    QLabel *m_mark;
    QLabel *m_databases;
    QLabel *m_collections;
    QLabel *m_strategy;
};
