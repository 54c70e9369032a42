// The picture over time with its heading and the buttons to come closer and see all.
#pragma once

#include "snapshots/timeline.h"

class QLabel;

class TimelinePane : public QWidget
{
    Q_OBJECT

public:
    explicit TimelinePane(QWidget *parent = nullptr);

    Timeline *timeline() const { return m_timeline; }

private:
    void updateCaption();

    Timeline *m_timeline;
    QLabel *m_caption;
};
