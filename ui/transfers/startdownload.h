// "Download" on a job: what will be fetched, where to, by which road, and what the person must know
// before a link is used that works only once. Nothing is sent before its button is pressed.
#pragma once

#include "atlas/restorejob.h"
#include "transfers/deliveryroads.h"

#include <QDialog>

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSettings;

class StartDownload : public QDialog
{
    Q_OBJECT

public:
    /// `settings` remembers the folder and must outlive the dialog.
    StartDownload(const RestoreJob &job, QSettings &settings, QWidget *parent = nullptr);

    QString folder() const;
    DeliveryRoad road() const;
    void accept() override;

private:
    void chooseFolder();
    void update();

    QSettings &m_settings;
    QList<DeliveryRoad> m_roads; // those that have every file
    QStringList m_notes; // what is missing, and what else belongs to the backup
    int m_maxDownloads;
    QLabel *m_files;
    QComboBox *m_road;
    QLineEdit *m_folder;
    QLabel *m_warning;
    QPushButton *m_start;
};
