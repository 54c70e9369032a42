// How many files are downloaded at once, and how fast all of them together: remembered in the
// settings, in force at once.
#pragma once

#include "transfer/transferqueue.h"

#include <QDialog>

class QSettings;
class QSpinBox;

/// The limits the person chose, in otherwise usual settings.
TransferSettings savedLimits(const QSettings &settings);

class LimitsDialog : public QDialog
{
    Q_OBJECT

public:
    /// Both must outlive the dialog.
    LimitsDialog(TransferQueue &queue, QSettings &settings, QWidget *parent = nullptr);

    void accept() override;

private:
    TransferQueue &m_queue;
    QSettings &m_settings;
    QSpinBox *m_files;
    QSpinBox *m_rate; // MiB a second
};
