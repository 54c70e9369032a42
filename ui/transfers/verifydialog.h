// "Verify a file": any file on this computer against the hashes Atlas published of a job, those of
// a transfer, or one that was pasted. Off the window's thread, with progress, and it can be
// stopped. Nothing is sent and the file is only read.
#pragma once

#include "atlas/restorejob.h"
#include "transfer/verifier.h"

#include <QDialog>

class Banner;
class QComboBox;
class QLabel;
class QLineEdit;
class QPlainTextEdit;
class QProgressBar;
class QPushButton;

/// A hash a file can be held against.
struct KnownHash {
    QString label; // whose
    QString fileName;
    QString value; // hex
};

QList<KnownHash> knownHashes(const RestoreJob &job);
QList<KnownHash> knownHashes(const Transfer &transfer);

class VerifyDialog : public QDialog
{
    Q_OBJECT

public:
    explicit VerifyDialog(const QList<KnownHash> &known, QWidget *parent = nullptr);

    /// Chooses the hash that goes by the file's name, too, if there is one.
    void setFile(const QString &path);
    void done(int result) override;

protected:
    void dragEnterEvent(QDragEnterEvent *event) override;
    void dropEvent(QDropEvent *event) override;

private:
    void build();
    void chooseFile();
    void start();
    void cancel();
    void onProgressed(int check, qint64 done, qint64 size);
    void onFinished(int check, const VerifyReport &report);
    void update();
    bool isPasting() const;
    QString expectedHash() const;

    QList<KnownHash> m_known;
    QLineEdit *m_file;
    QPushButton *m_choose;
    QComboBox *m_against;
    QLineEdit *m_pasted;
    QLabel *m_hint;
    QProgressBar *m_progress;
    Banner *m_result;
    QPlainTextEdit *m_values;
    QPushButton *m_start;
    QPushButton *m_cancel;
    QPushButton *m_close;
    Verifier m_verifier;
    int m_check = 0; // 0: none runs
    QString m_used; // the hash it runs against
};
