// The hashes Atlas publishes of a job's files: file, algorithm, value, each row with a copy button;
// or why there are none.
#pragma once

#include "atlas/restorejob.h"

#include <QWidget>

class QLabel;
class QTableWidget;
class QPushButton;

class HashesView : public QWidget
{
    Q_OBJECT

public:
    explicit HashesView(QWidget *parent = nullptr);
    void setDetails(const JobDetails &details);

signals:
    /// A file on this computer is to be held against the job's hashes.
    void verifyRequested();

private:
    void copyCurrent();

    QLabel *m_note;
    QTableWidget *m_table;
    QPushButton *m_copy;
    QList<FileHash> m_hashes;
};
